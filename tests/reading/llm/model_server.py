"""A small real HTTP server in the place of a model's service: the outside network of these tests.

What it does is a list of steps, one a request; the last is done for every further request.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Step = Callable[["Handler"], None]


@dataclass
class ModelServer:
    """What was asked, in order: path, headers, body."""

    steps: list[Step]
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def tries(self) -> int:
        return len(self.paths)


class Handler(BaseHTTPRequestHandler):
    served: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length))
        number = self.served.tries
        self.served.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.served.bodies.append(body)
        self.served.paths.append(self.path)
        self.served.steps[min(number, len(self.served.steps) - 1)](self)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def reply(
        self, status: int, content: bytes, media: str | None, headers: Mapping[str, str] = {}
    ) -> None:
        self.send_response(status)
        if media is not None:
            self.send_header("content-type", media)
        self.send_header("content-length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(*steps: Step) -> Iterator[ModelServer]:
    """Serve on a free port of this machine until the block ends."""
    served = ModelServer(list(steps))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Serving", (Handler,), {"served": served}))
    server.daemon_threads = True
    served.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def raw(
    status: int, content: bytes, media: str | None = "application/json", **headers: str
) -> Step:
    """Reply with these bytes; `retry_after="3"` gives a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.reply(status, content, media, named)


def completion(content: str | None, finish: str = "stop", **message: object) -> dict:
    """Return a chat completion in the shape that OpenAI, llama.cpp and vLLM give."""
    said = {"role": "assistant", "content": content, **message}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "small",
        "choices": [{"index": 0, "message": said, "finish_reason": finish}],
        "usage": {"prompt_tokens": 31, "completion_tokens": 7, "total_tokens": 38},
    }


def says(content: str | None, finish: str = "stop", **message: object) -> Step:
    """Answer with that content."""
    return raw(200, json.dumps(completion(content, finish, **message)).encode())


def fails(status: int, message: str = "no", **error: object) -> Step:
    """Reply with an error in OpenAI's shape; `retry_after` becomes a header."""
    wait = error.pop("retry_after", None)
    body = json.dumps({"error": {"message": message, **error}}).encode()
    return raw(status, body, **({"retry_after": str(wait)} if wait is not None else {}))


def waits(seconds: float, then: Step) -> Step:
    """Do nothing for a while."""

    def step(handler: Handler) -> None:
        time.sleep(seconds)
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has gone
            then(handler)

    return step


def breaks_off(handler: Handler) -> None:
    """Promise a thousand bytes, send a few, and cut the connection."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [{"mess')
    handler.wfile.flush()
    _reset(handler)


def hangs_up(handler: Handler) -> None:
    """Cut the connection without a word."""
    _reset(handler)


def pours(handler: Handler) -> None:
    """Send without end."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except (BrokenPipeError, ConnectionResetError):
        handler.close_connection = True


def drips(handler: Handler) -> None:
    """Send a byte now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except (BrokenPipeError, ConnectionResetError):
        pass
    handler.close_connection = True


def echoes(status: int) -> Step:
    """Reply with what was sent, the headers too, as a badly made server does."""

    def step(handler: Handler) -> None:
        sent = json.dumps({"headers": dict(handler.headers), "body": handler.served.bodies[-1]})
        handler.reply(status, json.dumps({"error": {"message": sent}}).encode(), "application/json")

    return step


def _reset(handler: Handler) -> None:
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()
