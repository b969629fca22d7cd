"""Make the lists of words by their usual case: `python -m training.casing.build CORPORA TOKENIZER`.

A word is ordinary where running text writes it with a small letter: in the open reports and the
treebanks of CORPORA it stands so at least twice, and in at least half of its places inside
sentences, or TOKENIZER (the model's `tokenizer.json`) knows it in small letters and likelier than
with a capital. Names of persons and places do not pass that test. An acronym stands in capitals at
least twice, and mostly. Only reports that may be learnt from are read (`reader/split.tsv`).
Writes `cased_words.xz` of both languages: ordinary words in small letters, acronyms in capitals.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = Path("src/testigo/languages")
SPLIT = Path("training/reader/split.tsv")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_INSIDE = re.compile(r"(?<=[^\W\d_] )[^\W\d_]+(?:['’][^\W\d_]+)*|(?<=, )[^\W\d_]+")
LEAST, SHARE = 2, 0.5


def texts(corpora: Path, language: str) -> Iterator[str]:
    """Yield the reports of part `tune` and the sentences of the treebanks of a language."""
    tune = {row.split("\t")[0] for row in SPLIT.read_text(encoding="utf-8").splitlines()}
    for folder in ("real", "invented"):
        for file in sorted((corpora / folder / language).glob("*.txt")):
            if file.stem in tune:
                yield file.read_text(encoding="utf-8")
    for file in sorted((corpora / "ud").glob(f"{language}_*.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# text = "):
                    yield line.removeprefix("# text = ").rstrip("\n")


def counted(corpora: Path, language: str) -> tuple[collections.Counter[str], ...]:
    """Return how often a word stands in small letters, with a capital, in capitals.

    All are counted by their small letters.
    """
    small: collections.Counter[str] = collections.Counter()
    upper: collections.Counter[str] = collections.Counter()
    capital: collections.Counter[str] = collections.Counter()
    for text in texts(corpora, language):
        small.update(word for word in _WORD.findall(text) if word.islower())
        upper.update(w.lower() for w in _WORD.findall(text) if w.isupper() and 1 < len(w) < 8)
        for word in _INSIDE.findall(text):
            if word[0].isupper() and not word.isupper():
                capital[word.lower()] += 1
    return small, capital, upper


def of_vocabulary(tokenizer: Path) -> Iterator[str]:
    """Yield the whole words that the model's word pieces know likelier in small letters."""
    vocabulary = dict(json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"])
    for piece, score in vocabulary.items():
        word = piece.removeprefix("▁")
        is_whole = piece.startswith("▁") and len(word) > 3 and word.islower() and word.isalpha()
        if is_whole and score > vocabulary.get(f"▁{word.capitalize()}", -99.0):
            yield word


def cased(corpora: Path, language: str, tokenizer: Path) -> list[str]:
    """Return the ordinary words and acronyms of a language, sorted."""
    small, capital, upper = counted(corpora, language)
    words = {w for w, n in small.items() if n >= LEAST and n >= SHARE * (n + capital[w])}
    known = {w for w in of_vocabulary(tokenizer) if small[w] >= SHARE * (small[w] + capital[w])}
    acronyms = {w.upper() for w, n in upper.items() if n >= LEAST and n > small[w] + 2 * capital[w]}
    return sorted(words | known | acronyms)


def main() -> None:
    """Write the lists."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("tokenizer", type=Path)
    options = parser.parse_args()
    for language in ("en", "es"):
        words = cased(options.corpora, language, options.tokenizer)
        content = "".join(f"{word}\n" for word in words).encode()
        target = LANGUAGES / language / "cased_words.xz"
        target.write_bytes(lzma.compress(content, preset=9))
        print(f"{language}: {len(words)} words, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
