"""Check the pruned encoder: a sentence must lie nearest to its own translation.

    python -m training.encoder.check ENCODER

Prints the cosine of each pair (about 0.93 to 0.96 with all 12 layers) and of the nearest stranger
(0.76 to 0.85). Exits with 1 where a translation is not the nearest.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch
from training.reader.encoder import load_encoder

from testigo.reading.learned.windows import load_tokenizer

PAIRS = (
    ("The police dispersed the march with tear gas.", "La policía dispersó la marcha con gases."),
    ("Two farmers were killed in the north.", "Dos campesinos murieron en el norte."),
    ("The minister resigned on Tuesday.", "El ministro renunció el martes."),
    ("The court sentenced him to ten years.", "El tribunal lo condenó a diez años."),
    ("Bread has become dearer this winter.", "El pan se ha encarecido este invierno."),
)


def main() -> None:
    """Compare each English sentence with every Spanish one."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1])
    tokenizer = load_tokenizer(str(folder / "tokenizer.json"))
    with np.load(folder / "encoder.npz") as file:
        layers = json.loads(str(file["shape"]))["layers"]
    encoder = load_encoder(folder / "encoder.npz", layers).eval()

    def vector(sentence: str) -> torch.Tensor:
        ids = tokenizer.encode(f"query: {sentence}").ids
        pieces = torch.tensor([[tokenizer.special("<s>"), *ids, tokenizer.special("</s>")]])
        x, mask = encoder.embed(pieces), torch.ones(1, 1, 1, pieces.shape[1], dtype=torch.bool)
        for layer in encoder.layers:
            x = layer(x, mask)
        return torch.nn.functional.normalize(x[0].mean(0), dim=0)

    with torch.inference_mode():
        english, spanish = (torch.stack([vector(p[i]) for p in PAIRS]) for i in (0, 1))
        cosines = english @ spanish.T
    failed = False
    for index in range(len(PAIRS)):
        row = cosines[index].tolist()
        other = max(value for place, value in enumerate(row) if place != index)
        print(f"{row[index]:.3f}  nearest stranger {other:.3f}")
        failed |= row[index] <= other
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
