"""Every page that links lead to from the first one, a few of each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from starlette.testclient import TestClient

_ID = re.compile(r"/(?:[0-9a-f]{10,64}|[a-z2-7]{8,13})(?=/|$)")
_NO_PAGE = re.compile(r"^/(?:static|openapi|decisions)|\.(?:json|csv)$|/file$|/frame$")
ALWAYS = ("/", "/inbox", "/review", "/people", "/incidents", "/tolls", "/measures", "/actors")
ALSO = ("/merge", "/reports", "/settings", "/search?q=curfew", "/search?q=zzzz", "/nowhere")


def form_of(address: str) -> str:
    """Return what kind of page an address is: its path without ids, and what its query asks."""
    parts = urlsplit(address)
    asked = sorted({name.partition("=")[0] for name in parts.query.split("&") if name})
    return _ID.sub("/ID", parts.path) + ("?" + "&".join(asked) if asked else "")


def every_page(client: TestClient, each: int = 1) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Yield pages with their addresses, at most `each` of every kind, as links lead to them.

    Filters are tried one at a time.
    """
    waiting, seen, kinds = [*ALWAYS, *ALSO], set[str](), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        kind = form_of(address)
        if (
            address in seen
            or kinds[kind] >= each
            or kind.count("&")
            or _NO_PAGE.search(urlsplit(address).path)
        ):
            continue
        seen.add(address)
        kinds[kind] += 1
        answer = client.get(address, follow_redirects=True)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        page = lxml.html.document_fromstring(answer.content.decode("utf-8"))
        yield address, page
        links = (urldefrag(urljoin(address, a))[0] for a in page.xpath("//a/@href"))
        waiting += [link for link in links if link.startswith("/")]
