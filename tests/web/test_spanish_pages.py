"""Every page in Spanish: no English word outside the words of reports, one word for one idea."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from tests.web.every_page import every_page, form_of
from tests.web.working import Working, working

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings
from testigo.web.words import words

ENGLISH: frozenset[str] = frozenset(
    re.findall(
        r"\w+",
        """the of and with from this that not by is was were are for at least more than about draft
        accepted rejected read report statement says said killed injured detained people between
        since until counted back forward year day nearest level why who what when where nobody
        unknown other person place date outcome kind show save file tag option given""",
    )
)
QUOTED = (
    "//*[@lang and not(starts-with(@lang, 'es'))][not(self::html)] | //q | //code | //kbd "
    "| //blockquote | //*[@dir='auto'] | //script | //style | //option[@lang] | //*[@data-pane] "
    "| //p[@class='casebook'] | //a[@class='account'] | //*[contains(@class, 'lead')] "
    "| //p[@class='why'] | //div[starts-with(@class, 'row')]/dd | //head/title "
    "| //span[@class='about']"
)
"""What is in the words of a report or of a person, or names a file, a key, a command, a rule."""
HOWS = "//small[@class='how']"
"""How a value follows from its words: that is ours, beside the words of a report."""


@pytest.fixture
def work(casebook: Casebook, tmp_path: Path, own_settings: Path) -> Iterator[Working]:
    with working(casebook, tmp_path) as opened:
        store_settings(Settings(name="Alba Quispe", language="es"))
        yield opened


def own_words(page: lxml.html.HtmlElement) -> list[str]:
    """The words that a page says itself, those in its attributes too."""
    hows = [re.sub(r".+, leído como", "", how.text_content()) for how in page.xpath(HOWS)]
    for element in page.xpath(QUOTED):
        tail = element.tail or ""
        parent = element.getparent()
        if parent is None:
            continue
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " " + tail
        else:
            parent.text = (parent.text or "") + " " + tail
        parent.remove(element)
    said = [*hows, *page.xpath("//body//text()")]
    said += page.xpath("//@title | //@aria-label | //@placeholder | //@alt")
    plain = (re.sub(r"«[^»]*»|“[^”]*”", " ", str(part)) for part in said)
    return [word.lower() for part in plain for word in re.findall(r"[^\W\d_]+", part)]


def test_no_page_says_an_english_word_of_its_own(work: Working) -> None:
    accept = work.items("two-counts.txt")
    for item in accept[:3]:
        work.post(f"/review/{item.handle}/accept", {"seen": str(item.seen)})
    work.post(f"/review/{accept[3].handle}/reject", {"reason": "not_harm", "seen": "0"})
    left: dict[str, frozenset[str]] = {}
    pages = 0
    for address, page in every_page(work.client):
        pages += 1
        if english := ENGLISH.intersection(own_words(page)):
            left[form_of(address)] = english

    assert pages > 30
    assert left == {}


ONE_WORD = {
    "afirmación": "declaración",
    "afirmaciones": "declaraciones",
    "informe": "nota",
    "informes": "notas",
    "cuaderno": "expediente",
    "entradas": "fichas",
    "incidente": "hecho",
    "incidentes": "hechos",
    "borrada": "suprimida",
    "borrado": "suprimido",
}


@pytest.mark.parametrize("other", ONE_WORD)
def test_one_idea_has_one_word(other: str) -> None:
    said = {
        key: text
        for key, forms in words("es").entries.items()
        for text in forms.values()
        if re.search(rf"\b{other}\b", text, re.IGNORECASE)
    }

    assert said == {}, f"say {ONE_WORD[other]}"
