"""The words of a window as vectors: the encoder, run by ONNX Runtime on one thread."""

from __future__ import annotations

import numpy as np
import onnxruntime

from testigo.reading.learned.errors import AlteredModel
from testigo.reading.learned.laid import Floats, LaidWindow
from testigo.reading.learned.weights import WORDS, Embeddings
from testigo.reading.learned.windows import Window

INPUTS = ("embedded", "features", "first_piece", "last_piece")


class WordVectors:
    """Runs the encoder. One core: archives are read by several processes, each with its own."""

    def __init__(self, content: bytes, embeddings: Embeddings) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                content, options, providers=["CPUExecutionProvider"]
            )
        except _FAULTS as fault:
            raise AlteredModel(WORDS, str(fault)) from fault
        self._embeddings = embeddings

    def of(self, window: Window, laid: LaidWindow) -> Floats:
        """Return the vectors `[n, h]` of a window's words."""
        first, last = np.array(window.limits, np.int64).T
        values = (self._embeddings.of(window.pieces), laid.features, first, last)
        out: Floats = self._session.run(None, dict(zip(INPUTS, values, strict=True)))[0]
        return out


_FAULTS = (
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidGraph,
    onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument,
    onnxruntime.capi.onnxruntime_pybind11_state.Fail,
    onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented,
)
