"""What is refused on a Spanish page is refused in Spanish, whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from httpx2 import Response
from lxml import html
from tests.web.working import Working, working

from testigo.casebook import Casebook
from testigo.casebook.settings import Settings, store_settings

SAYS = (
    "//*[contains(concat(' ', @class, ' '), ' wrong ')]|//*[@role='alert']"
    "|//*[contains(concat(' ', @class, ' '), ' error ')]|//section[contains(@class, 'problem')]"
)
ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|needs?|this|that|with|there|cannot|say|write|type|give|look|one)\b",
    re.IGNORECASE,
)
FORMS = [
    ("/review/{statement}/reject", {"reason": "other"}, 422),
    ("/review/{statement}/reject", {"reason": "never_heard_of"}, 400),
    ("/review/{statement}/flag", {}, 422),
    ("/review/{statement}/flag", {"why": "x", "seen": "many"}, 422),
    ("/review/{decided}/accept", {"seen": "0"}, 409),
    ("/review/{statement}/take", {"reader": "somebody"}, 400),
    ("/review/0000000000000000/accept", {}, 404),
    ("/review/accept-visible", {}, 422),
    ("/decisions/{undone}/undo", {"seen": "0"}, 409),
    ("/decisions/0000/undo", {}, 404),
    ("/reports/{report}/metadata", {"seen": "999", "published": "soon"}, 422),
    ("/reports/{report}/metadata", {"seen": "999", "language": "?!"}, 422),
    ("/reports/{report}/metadata", {"seen": "999"}, 422),
    ("/reports/{report}/withhold", {"seen": "999", "confidentiality": "sealed"}, 422),
    ("/reports/{report}/withhold", {"seen": "999", "confidentiality": "x", "why": "y"}, 400),
    ("/reports/{report}/withdraw", {"seen": "999", "reason": "other"}, 422),
    ("/reports/{report}/withdraw", {"seen": "999", "reason": "never", "why": "y"}, 422),
    ("/reports/{report}/origin", {"seen": "999", "act": "join", "other": "nowhere"}, 422),
    ("/reports/{report}/origin", {"seen": "999", "act": "join", "other": "{report}"}, 422),
    ("/reports/{report}/origin", {"seen": "999", "act": "x", "other": "nowhere"}, 422),
    ("/reports/{report}/erase", {"seen": "999"}, 422),
]


@pytest.fixture(scope="module")
def settings_aside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("spanish")))
        yield


@pytest.fixture(scope="module")
def desk(
    casebook: Casebook, tmp_path_factory: pytest.TempPathFactory, settings_aside: None
) -> Iterator[Working]:
    with working(casebook, tmp_path_factory.mktemp("refused")) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(desk: Working) -> dict[str, str]:
    review = desk.casebook.review
    report = next(r.id for r in desk.casebook.reports() if len(review.of_report(r.id)) > 2)
    first, second, third, *_ = (item.handle for item in review.of_report(report))
    review.decide("reject", [second], by="Luz", content={"reason": "not_said"})
    made = review.decide("accept", [third], by="Alba Quispe")
    review.decide("undo", [made.id], by="Luz")
    return {"statement": first, "decided": second, "undone": made.id, "report": report}


def refused(desk: Working, ids: dict[str, str], address: str, sent: dict[str, str]) -> Response:
    store_settings(Settings(name="Alba Quispe", language="es"))
    return desk.post(address.format(**ids), {n: v.format(**ids) for n, v in sent.items()})


@pytest.mark.parametrize(
    ("address", "sent", "status"), FORMS, ids=[f"{a} {s}" for a, s, _ in FORMS]
)
def test_a_refused_form_holds_no_english_sentence(
    desk: Working, ids: dict[str, str], address: str, sent: dict[str, str], status: int
) -> None:
    answer = refused(desk, ids, address, sent)

    assert answer.status_code == status
    page = html.document_fromstring(answer.content.decode("utf-8"))
    said = [" ".join(each.text_content().split()) for each in page.xpath(SAYS)]
    assert any(said), "nothing says what is wrong"
    assert page.xpath("//*[@lang='en' and not(self::html)][not(ancestor-or-self::q)]") == []
    for sentence in said:
        assert ENGLISH.findall(sentence) == [], sentence


def test_the_json_twin_of_a_refusal_is_plain_words(desk: Working, ids: dict[str, str]) -> None:
    answer = refused(desk, ids, "/review/{statement}/reject?format=json", {"reason": "unheard"})
    assert "<" not in answer.json()["what"]
