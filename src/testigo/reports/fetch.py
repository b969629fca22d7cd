"""A URL into a source: guarded, capped, robots.txt asked, every redirect checked like the first."""

from __future__ import annotations

import io
import posixpath
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urljoin, urlsplit

import httpx2
from protego import Protego

import testigo
from testigo.reports.errors import FailedFetch, RefusedAddress, TooLarge
from testigo.reports.limits import MEGABYTE, Limits
from testigo.reports.network import AddressPolicy, GuardedTransport
from testigo.reports.streams import Source

AGENT = f"testigo/{testigo.__version__}"
"""The name under which pages are asked for, and that robots.txt may speak to."""
_ROBOTS_BYTES = 500_000
"""RFC 9309 2.5: a crawler reads at least 500 kibibytes of robots.txt; more is left unread."""
_REDIRECTS = frozenset([301, 302, 303, 307, 308])


def fetch(
    url: str,
    limits: Limits,
    override_robots: str | None = None,
    policy: AddressPolicy | None = None,
) -> Source:
    """Fetch one URL.

    `override_robots` is the reason for which robots.txt is not followed, None to follow it; its
    decision is recorded either way. `policy` is for tests; None dials public addresses only.

    Raises:
        RefusedAddress: if the URL, or one it redirects to, must not be fetched.
        FailedFetch: if it does not answer within the caps.
        TooLarge: if it answers with too many bytes.
    """
    deadline = time.monotonic() + limits.fetch_seconds
    with _client(policy or AddressPolicy(), deadline) as client:
        passed: list[str] = []
        while True:
            check(url)
            robots = _robots(client, url, limits, override_robots)
            answer, content = _get(client, url, limits.document_bytes)
            if answer.status_code not in _REDIRECTS:
                return _source(url, passed, robots, answer, content)
            passed.append(url)
            if len(passed) > limits.redirects:
                raise FailedFetch(f"it redirects over {limits.redirects} times; name the last URL")
            url = _target(url, answer)


def check(url: str) -> None:
    """Do nothing if a URL may be asked for at all.

    Raises:
        RefusedAddress: if it is not http(s), has no host, or carries a name and password.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise RefusedAddress("it is no URL; check how it is written") from None
    if parts.scheme not in ("http", "https"):
        raise RefusedAddress("only http and https are fetched; save the page and read the file")
    if not host:
        raise RefusedAddress("it names no host; check how it is written")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress("it carries a name or password; log in yourself and save the page")


def _target(url: str, answer: httpx2.Response) -> str:
    """Return where an answer redirects to.

    Raises:
        RefusedAddress: if that is no URL.
    """
    try:
        return urljoin(url, answer.headers.get("location", ""))
    except ValueError:
        raise RefusedAddress("it redirects to what is no URL; save the page yourself") from None


@contextmanager
def _client(policy: AddressPolicy, deadline: float) -> Iterator[httpx2.Client]:
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    transport = GuardedTransport(policy, deadline)
    with httpx2.Client(
        transport=transport, headers=headers, trust_env=False, follow_redirects=False, timeout=15.0
    ) as client:
        yield client


def _get(client: httpx2.Client, url: str, most: int) -> tuple[httpx2.Response, bytes]:
    """Ask for one URL, without following a redirect.

    Raises:
        FailedFetch: if there is no answer in time.
        TooLarge: if there is too much of it.
    """
    client.cookies.clear()
    try:
        with client.stream("GET", url) as answer:
            content = bytearray()
            for chunk in answer.iter_bytes(1 << 16):
                content += chunk
                if len(content) > most:
                    raise TooLarge(f"it answers with over {most // MEGABYTE} MB; leave it out")
            return answer, bytes(content)
    except httpx2.TimeoutException:
        raise FailedFetch("it did not answer in time; try again later or save the page") from None
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError):
        raise FailedFetch("the connection failed; check the URL and the connection") from None


def _robots(client: httpx2.Client, url: str, limits: Limits, override: str | None) -> str:
    """Return the decision of robots.txt, as a capture records it.

    Raises:
        RefusedAddress: if it refuses and nobody has given a reason to go on.
    """
    decision = _asked(client, url, limits)
    if not decision.startswith("refused"):
        return decision
    if override is not None:
        return f"{decision}, overridden: {override}"
    raise RefusedAddress(
        f"robots.txt {decision.removeprefix('refused').strip() or 'refuses it'}; "
        "save the page yourself, or give a reason to override"
    )


def _asked(client: httpx2.Client, url: str, limits: Limits) -> str:
    """Ask the host's robots.txt: none there allows all, none to be had refuses all (RFC 9309)."""
    robots = urljoin(url, "/robots.txt")
    for _ in range(limits.redirects + 1):
        check(robots)
        try:
            answer, content = _get(client, robots, limits.document_bytes)
        except (FailedFetch, TooLarge):
            return "refused (cannot be read)"
        if answer.status_code not in _REDIRECTS:
            break
        robots = _target(robots, answer)
    if answer.status_code >= 500:
        return "refused (cannot be read)"
    if answer.status_code != 200:
        return "no robots.txt"
    rules = Protego.parse(content[:_ROBOTS_BYTES].decode("utf-8", "replace"))
    return "allowed" if rules.can_fetch(url, AGENT) else "refused"


def _source(
    url: str, passed: list[str], robots: str, answer: httpx2.Response, content: bytes
) -> Source:
    if answer.status_code != 200:
        raise FailedFetch(f"it answers with status {answer.status_code}; check the URL")
    return Source(
        io.BytesIO(content),
        passed[0] if passed else url,
        posixpath.basename(unquote(urlsplit(url).path)),
        "url",
        declared=answer.headers.get("content-type"),
        headers=tuple((str(name), str(value)) for name, value in answer.headers.multi_items()),
        redirects=tuple(passed),
        robots=robots,
        url=url,
    )
