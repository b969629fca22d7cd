"""The documents of the treebanks, by genre, as plain texts."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

_GENRE = re.compile(r"(?:GUM_)?(\w+?)[-_]")


def treebank_documents(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield genre, language and text of each document of the `*.conllu.gz` of a folder.

    Single sentences (GSD) and the excerpts of PUD are left out.
    """
    for path in sorted(folder.glob("*.conllu.gz")):
        treebank = path.name.split(".")[0].split("-")[0]
        if treebank in ("es_gsd", "en_pud", "es_pud"):
            continue
        texts: dict[str, list[str]] = {}
        document = None
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                key, _, value = line.strip().partition(" = ")
                if key == "# newdoc id":
                    document = value
                elif key == "# text" and document is not None:
                    texts.setdefault(document, []).append(value)
        for name, sentences in texts.items():
            yield _genre(treebank, name), path.name[:2], "\n".join(sentences)


def _genre(treebank: str, name: str) -> str:
    if treebank == "es_ancora":
        return "Spanish news of all kinds"
    found = _GENRE.match(name)
    return found[1] if found else name
