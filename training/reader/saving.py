"""A trained reader on disk: layers and heads in half precision, in parts of a few megabytes.

The embeddings are not in it: they are those of `encoder.npz`, never trained.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from training.reader.encoder import load_encoder
from training.reader.model import ReaderNet, Settings

FROZEN = ("encoder.pieces.", "encoder.positions.", "encoder.norm.")
_BY_FEATURE = ("features_in.", "features_out.", "look_features", "votes.")
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


def _saved(base: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Return what is known of a saved reader, and its weights in full precision."""
    with np.load(f"{base}.0.npz") as file:
        about: dict[str, Any] = json.loads(str(file["about"]))
    weights: dict[str, Tensor] = {}
    for number in range(about["parts"]):
        with np.load(f"{base}.{number}.npz") as file:
            for name in file.files:
                if name != "about":
                    weights[name] = torch.from_numpy(file[name].astype(np.float32))
    return about, weights


def load_reader(base: Path, encoder: Path, features: Sequence[str] | None = None) -> ReaderNet:
    """Build the reader saved under `base` on the embeddings of `encoder`.

    `features` names the word features of what it is to read, where they are known.

    Raises:
        SystemExit: if weights are missing, or there are some the net does not know, or the features
            are not those it was trained on (a lexicon changed: pack again, or train again).
    """
    about, weights = _saved(base)
    if features is not None and list(features) != about["features"]:
        raise SystemExit(f"{base} was trained on other word features: pack or train again")
    settings = Settings(**about["settings"])
    width = weights["features_in.weight"].shape[1]
    net = ReaderNet(load_encoder(encoder, settings.layers), width, settings)
    missing, unknown = net.load_state_dict(weights, strict=False)
    missing = [name for name in missing if not name.startswith(FROZEN)]
    if missing or unknown:
        raise SystemExit(f"{base} does not fit this net: missing {missing}, unknown {unknown}")
    return net.eval()


def start_from(net: ReaderNet, base: Path, features: Sequence[str]) -> list[str]:
    """Give a net the weights saved under `base`, those of word features by their names.

    A feature that the saved reader did not know starts at zero. Returns those names.
    """
    about, saved = _saved(base)
    known = {name: index for index, name in enumerate(about["features"])}
    place = torch.tensor([known.get(name, len(known)) for name in features])
    width, own = len(known), net.state_dict()
    for name, value in saved.items():
        if value.dim() < 2 or not name.startswith(_BY_FEATURE):
            own[name] = value
        else:
            blocks = value.view(len(value), -1, width)
            blocks = torch.cat([blocks, torch.zeros_like(blocks[..., :1])], -1)
            own[name] = blocks[..., place].reshape(len(value), -1)
    net.load_state_dict(own)
    return [name for name in features if name not in known]
