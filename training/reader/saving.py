"""A trained reader on disk: layers and heads in half precision, in parts of a few megabytes.

The embeddings are not in it: they are those of `encoder.npz`, never trained.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from training.reader.encoder import load_encoder
from training.reader.model import ReaderNet, Settings

FROZEN = ("encoder.pieces.", "encoder.positions.", "encoder.norm.")
_PART = 15_000_000
"""Bytes a file: a lent machine gives back no larger ones."""


def save_reader(
    weights: dict[str, Tensor], settings: Settings, features: Sequence[str], base: Path
) -> None:
    """Write `BASE.0.npz`, `BASE.1.npz` ...; the first also says how the net is built.

    `features` are the names of the word features it was trained on, in their order.
    """
    parts: list[dict[str, NDArray[np.float16]]] = [{}]
    size = 0
    for name, value in weights.items():
        if name.startswith(FROZEN):
            continue
        array = value.detach().cpu().numpy().astype(np.float16)
        if size + array.nbytes > _PART:
            parts.append({})
            size = 0
        parts[-1][name] = array
        size += array.nbytes
    about = {"settings": dataclasses.asdict(settings), "parts": len(parts)}
    about["features"] = list(features)
    for number, part in enumerate(parts):
        extra = {"about": np.array(json.dumps(about))} if number == 0 else {}
        np.savez_compressed(f"{base}.{number}.npz", **extra, **part)  # type: ignore[arg-type]


def feature_names_of(base: Path) -> list[str]:
    """Return the names of the word features that a saved reader was trained on."""
    with np.load(f"{base}.0.npz") as file:
        return [str(name) for name in json.loads(str(file["about"]))["features"]]


def load_reader(base: Path, encoder: Path, features: Sequence[str] | None = None) -> ReaderNet:
    """Build the reader saved under `base` on the embeddings of `encoder`.

    `features` names the word features of what it is to read, where they are known.

    Raises:
        SystemExit: if weights are missing, or there are some the net does not know, or the features
            are not those it was trained on (a lexicon changed: pack again, or train again).
    """
    with np.load(f"{base}.0.npz") as file:
        about = json.loads(str(file["about"]))
    if features is not None and list(features) != about["features"]:
        raise SystemExit(f"{base} was trained on other word features: pack or train again")
    settings = Settings(**about["settings"])
    weights: dict[str, Tensor] = {}
    for number in range(about["parts"]):
        with np.load(f"{base}.{number}.npz") as file:
            for name in file.files:
                if name != "about":
                    weights[name] = torch.from_numpy(file[name].astype(np.float32))
    width = weights["features_in.weight"].shape[1]
    net = ReaderNet(load_encoder(encoder, settings.layers), width, settings)
    missing, unknown = net.load_state_dict(weights, strict=False)
    missing = [name for name in missing if not name.startswith(FROZEN)]
    if missing or unknown:
        raise SystemExit(f"{base} does not fit this net: missing {missing}, unknown {unknown}")
    return net.eval()
