"""The connection to a model's server: to that address alone, telling nothing but the request.

No proxy or certificate file of the environment is used, no redirect followed, no header sent that
the request does not need: the `openai` client would tell the operating system, and any organisation
and key that the environment names for another service.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx2

import testigo

MOST_BYTES = 4_000_000
"""The longest reply that is read: over a hundred times the longest answer asked for."""
_SENT = frozenset(
    ("host", "connection", "content-type", "content-length", "accept", "authorization")
)


class TooMuch(httpx2.ReadError):
    """A reply longer than is read, or packed, so that its length cannot be known."""


class CappedStream(httpx2.SyncByteStream):
    """A reply's bytes, up to `most` and until `deadline` (of `time.monotonic`)."""

    def __init__(self, stream: httpx2.SyncByteStream, most: int, deadline: float) -> None:
        self._stream, self._left, self._deadline = stream, most, deadline

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise TooMuch("the reply is too long")
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the time for this reply is over")
            yield chunk

    def close(self) -> None:
        """Close the stream underneath."""
        self._stream.close()


class CappedTransport(httpx2.HTTPTransport):
    """httpx2's transport with replies capped in bytes and in seconds."""

    def __init__(self, seconds: float, most: int) -> None:
        super().__init__(trust_env=False, retries=0)
        self._seconds, self._most = seconds, most

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request.

        Raises:
            httpx2.TransportError: if there is no reply within the caps.
        """
        deadline = time.monotonic() + self._seconds
        reply = super().handle_request(request)
        if reply.headers.get("content-encoding", "identity") != "identity":
            reply.close()
            raise TooMuch("the reply is packed although none was asked for")
        assert isinstance(reply.stream, httpx2.SyncByteStream)
        return httpx2.Response(
            reply.status_code,
            headers=reply.headers,
            stream=CappedStream(reply.stream, self._most, deadline),
            extensions=reply.extensions,
        )


def client_for(key: str | None, seconds: float, most: int = MOST_BYTES) -> httpx2.Client:
    """Return a client that waits `seconds` for a reply of at most `most` bytes."""

    def strip(request: httpx2.Request) -> None:
        for name in list(request.headers):
            if name.lower() not in _SENT or (name.lower() == "authorization" and key is None):
                del request.headers[name]
        request.headers["accept-encoding"] = "identity"
        request.headers["user-agent"] = f"testigo/{testigo.__version__}"

    return httpx2.Client(
        transport=CappedTransport(seconds, most),
        timeout=httpx2.Timeout(seconds, connect=min(seconds, 10.0)),
        follow_redirects=False,
        trust_env=False,
        event_hooks={"request": [strip]},
    )
