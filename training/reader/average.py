"""Average the weights of readers that began from the same weights and learnt by other schedules.

    python -m training.reader.average ENCODER OUT READER READER ...

Worth 0.007 of F1 on development reports over each of the two readers that went into the first
mean, and 0.012 over the reader that learnt on from it. Word features are those of the last reader;
one that another does not know counts as zero there.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from torch import Tensor
from training.reader.encoder import load_encoder
from training.reader.model import ReaderNet, Settings
from training.reader.saving import feature_names_of, load_reader, save_reader, start_from


def _weights(
    base: Path, encoder: Path, features: list[str], settings: Settings
) -> dict[str, Tensor]:
    """Return the weights of a reader for other word features."""
    net = ReaderNet(load_encoder(encoder, settings.layers), len(features), settings)
    start_from(net, base, features)
    return net.state_dict()


def main() -> None:
    """Write the average."""
    if len(sys.argv) < 5:
        raise SystemExit(__doc__)
    encoder, out, *bases = (Path(argument) for argument in sys.argv[1:])
    settings = [load_reader(base, encoder).settings for base in bases]
    if len({one.layers for one in settings}) > 1:
        raise SystemExit("readers of different depth cannot be averaged")
    features = feature_names_of(bases[-1])
    states = [_weights(base, encoder, features, settings[-1]) for base in bases]
    whole = {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}
    out.parent.mkdir(parents=True, exist_ok=True)
    save_reader(whole, settings[-1], features, out)


if __name__ == "__main__":
    main()
