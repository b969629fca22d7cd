"""Pages drawn as pictures: by a confined process, into a PNG made of checked pixels."""

from __future__ import annotations

import base64
import datetime
import io
import zlib

import pytest
from PIL import Image
from tests.reports import documents

from testigo.record.errors import InvalidRecord
from testigo.reports.errors import EncryptedReport, LimitReached, NoSuchPage, TruncatedReport
from testigo.reports.limits import MEGABYTE, Limits
from testigo.reports.pictures import MOST_PIXELS, Picture
from testigo.reports.sandbox import Sandbox

TODAY = datetime.date(2024, 5, 2)
TWO_PAGES = documents.pdf("Nueve detenidos.", "Segunda página.")


def image_of(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.png()))
    image.load()
    return image


def test_a_page_is_drawn_with_its_words_in_black_on_white(sandbox: Sandbox) -> None:
    picture = sandbox.draw(TWO_PAGES, 1, TODAY)

    image = image_of(picture)
    assert picture.pages == 2
    assert image.size == (picture.width, picture.height)
    assert image.getpixel((2, 2)) == (255, 255, 255)
    darkest, lightest = image.convert("L").getextrema()
    assert (darkest < 60, lightest) == (True, 255)


def test_each_page_is_its_own_picture(sandbox: Sandbox) -> None:
    assert sandbox.draw(TWO_PAGES, 1, TODAY).pixels != sandbox.draw(TWO_PAGES, 2, TODAY).pixels


def test_colours_stay_what_they_are() -> None:
    red_then_blue = Picture(2, 1, 1, bytes([255, 0, 0, 0, 0, 255]))

    image = image_of(red_then_blue)

    assert [image.getpixel((x, 0)) for x in (0, 1)] == [(255, 0, 0), (0, 0, 255)]


@pytest.mark.parametrize("page", [0, 3, -1, 10**9])
def test_a_page_that_is_not_there_is_told(sandbox: Sandbox, page: int) -> None:
    with pytest.raises(NoSuchPage, match="2 pages"):
        sandbox.draw(TWO_PAGES, page, TODAY)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (TWO_PAGES[:200], TruncatedReport),
        (b"", TruncatedReport),
        (b"<html>", TruncatedReport),
        (documents.pdf(password="x"), EncryptedReport),
    ],
    ids=["cut", "empty", "no PDF", "encrypted"],
)
def test_what_cannot_be_drawn_is_told(
    sandbox: Sandbox, content: bytes, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        sandbox.draw(content, 1, TODAY)


def of_size(width: float, height: float) -> bytes:
    return TWO_PAGES.replace(b"595.28 841.89", f"{width:6.0f} {height:6.0f}".encode())


def test_a_poster_is_drawn_smaller_and_a_stamp_no_larger_than_the_width(sandbox: Sandbox) -> None:
    assert b"595.28 841.89" in TWO_PAGES

    poster = sandbox.draw(of_size(300, 14_400), 1, TODAY)

    assert poster.width * poster.height <= MOST_PIXELS
    assert poster.height > poster.width


def test_drawing_that_takes_too_long_is_ended() -> None:
    with Sandbox(Limits(child_seconds=0.01)) as sandbox, pytest.raises(LimitReached):
        sandbox.draw(TWO_PAGES, 1, TODAY)


def test_drawing_that_wants_too_much_memory_is_refused() -> None:
    limits = Limits(child_memory_bytes=60 * MEGABYTE)
    with Sandbox(limits) as sandbox, pytest.raises(LimitReached):
        sandbox.draw(TWO_PAGES, 1, TODAY)


def packed(size: int) -> str:
    return base64.b64encode(zlib.compress(b"\xff" * size)).decode()


@pytest.mark.parametrize(
    "told",
    [
        {"width": 2, "height": 2, "pages": 1, "pixels": packed(11)},
        {"width": 2, "height": 2, "pages": 1, "pixels": packed(13)},
        {"width": 2, "height": 2, "pages": 1, "pixels": packed(300 * MEGABYTE)},
        {"width": 2, "height": 2, "pages": 1, "pixels": packed(12)[:-4]},
        {"width": 2, "height": 2, "pages": 1, "pixels": "<svg onload=alert(1)>"},
        {"width": 0, "height": 2, "pages": 1, "pixels": packed(0)},
        {"width": 100_000, "height": 100_000, "pages": 1, "pixels": packed(1)},
        {"width": 2, "height": 2, "pages": 0, "pixels": packed(12)},
        {"width": 2, "height": 2, "pages": 1},
    ],
    ids=["fewer", "more", "bomb", "cut", "no pixels", "flat", "vast", "no pages", "nothing"],
)
def test_what_a_process_that_was_taken_over_may_say_is_no_picture(told: dict[str, object]) -> None:
    with pytest.raises(InvalidRecord):
        Picture.from_json(told)


def test_a_picture_survives_the_way_out() -> None:
    picture = Picture(2, 3, 7, bytes(range(18)))

    assert Picture.from_json(picture.to_json()) == picture
