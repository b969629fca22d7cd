"""URLs: what must not be fetched is refused, whatever it is called; what may be is capped.

Real servers on the loopback stand for the internet: the policy of a test says which address may be
dialled, since the product's own would refuse them, which is tested too.
"""

import gzip
import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.reports import documents

from testigo.reports.errors import FailedFetch, RefusedAddress, TooLarge, UnreadableReport
from testigo.reports.fetch import AGENT, fetch
from testigo.reports.intake import Captured, IntakeOptions, Refused, take
from testigo.reports.limits import Limits
from testigo.reports.network import AddressPolicy, addresses_of, is_public
from testigo.reports.streams import Source

PAGE = documents.page()
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A server whose paths answer as a test says, and that remembers what it was asked."""

    def __init__(self) -> None:
        self.paths: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                answer = site.paths.get(self.path, (404, {}, b""))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, path: str = "/nota", host: str = "faro.example") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.paths["/nota"] = (200, {"Content-Type": "text/html"}, PAGE)
    yield made
    made.server.shutdown()
    made.server.server_close()


def loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def only_the_site(address: object) -> bool:
    return address == ipaddress.ip_address("127.0.0.1")


OPEN = AddressPolicy(allows=only_the_site, resolve=loopback)
LIMITS = Limits(fetch_seconds=10)


def get(url: str, limits: Limits = LIMITS, override: str | None = None) -> Source:
    return fetch(url, limits, override, OPEN)


def test_a_page_is_fetched_as_it_was_sent_and_its_way_is_kept(site: Site) -> None:
    source = get(site.url())

    assert source.stream.read() == PAGE
    assert source.how == "url"
    assert source.url == source.address == site.url()
    assert source.declared == "text/html"
    assert ("content-type", "text/html") in source.headers
    assert source.redirects == ()
    assert source.robots == "no robots.txt"
    assert site.agents == {AGENT}


def test_redirects_are_followed_one_by_one_and_kept(site: Site) -> None:
    site.paths["/a"] = (302, {"Location": "/b"}, b"")
    site.paths["/b"] = (301, {"Location": site.url()}, b"")

    source = get(site.url("/a"))

    assert source.url == site.url()
    assert source.address == site.url("/a")
    assert source.redirects == (site.url("/a"), site.url("/b"))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://localhost:{port}/nota",
        "http://127.0.0.1:{port}/nota",
        "http://127.1:{port}/nota",
        "http://2130706433:{port}/nota",
        "http://0x7f000001:{port}/nota",
        "http://0x7f.1:{port}/nota",
        "http://0177.0.0.1:{port}/nota",
        "http://0.0.0.0:{port}/nota",
        "http://[::1]:{port}/nota",
        "http://[::ffff:127.0.0.1]:{port}/nota",
        "http://[::ffff:7f00:1]:{port}/nota",
        "http://[64:ff9b::7f00:1]:{port}/nota",
        "http://[2002:7f00:1::]:{port}/nota",
        "http://[fe80::1]:{port}/nota",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.9/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://１２７.0.0.1:{port}/nota",
    ],
)
def test_an_address_that_is_not_public_is_refused_however_it_is_written(
    site: Site, url: str
) -> None:
    with pytest.raises((RefusedAddress, FailedFetch)):
        fetch(url.format(port=site.port), LIMITS)

    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    ["ftp://faro.example/a", "file:///etc/passwd", "gopher://faro.example", "http://", "http:///a",
     "http://ines:word@faro.example/", "http://ines@faro.example/", "http://[::1", "http://a:99999/"],
)  # fmt: skip
def test_a_url_that_is_none_of_ours_is_refused_before_any_name_is_resolved(url: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises((RefusedAddress, FailedFetch)):
        fetch(url, LIMITS, policy=AddressPolicy(resolve=resolve))


@pytest.mark.parametrize(
    "target",
    ["http://private.example:{port}/nota", "file:///etc/passwd", "http://ines:word@faro.example/",
     "//private.example:{port}/nota", "gopher://x"],
)  # fmt: skip
def test_a_redirect_to_what_must_not_be_fetched_is_refused(site: Site, target: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1" if host == "faro.example" else "10.0.0.1"]

    site.paths["/a"] = (302, {"Location": target.format(port=site.port)}, b"")

    with pytest.raises(RefusedAddress):
        fetch(site.url("/a"), LIMITS, policy=AddressPolicy(only_the_site, resolve))


def test_one_private_address_among_public_ones_is_enough_to_refuse(site: Site) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "127.0.0.1"]

    with pytest.raises(RefusedAddress, match="private network"):
        fetch(site.url(), LIMITS, policy=AddressPolicy(resolve=resolve))
    assert site.asked == []


def test_the_address_that_was_checked_is_the_one_dialled(site: Site) -> None:
    """DNS rebinding: the second answer of the resolver is private, and is never dialled."""
    answers = iter(["127.0.0.1", "10.0.0.1", "10.0.0.1"])
    looked_up = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return [next(answers)]

    site.paths["/robots.txt"] = (404, {"Connection": "close"}, b"")
    try:
        fetch(site.url(), LIMITS, policy=AddressPolicy(only_the_site, resolve))
    except RefusedAddress:
        assert site.asked == ["/robots.txt"]
    assert len(looked_up) <= 2


def test_each_connection_resolves_its_name_once() -> None:
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    policy = AddressPolicy(resolve=lambda host, port: answers.pop(0))

    assert addresses_of("faro.example", 80, policy) == ["93.184.215.14"]
    with pytest.raises(RefusedAddress):
        addresses_of("faro.example", 80, policy)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:93.184.215.14", True),
        ("127.0.0.1", False),
        ("::", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("255.255.255.255", False),
        ("198.18.0.1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_name_without_address_is_refused() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(RefusedAddress, match="no address"):
        fetch("http://faro.example/", LIMITS, policy=AddressPolicy(resolve=resolve))


@pytest.mark.parametrize(
    ("status", "rules", "decision"),
    [
        (200, b"User-agent: *\nDisallow: /privado", "allowed"),
        (404, b"", "no robots.txt"),
        (403, b"", "no robots.txt"),
        (200, b"\xff\xfe\x00 nonsense", "allowed"),
    ],
    ids=["another path", "none", "forbidden", "nonsense"],
)
def test_the_decision_of_robots_is_recorded(
    site: Site, status: int, rules: bytes, decision: str
) -> None:
    site.paths["/robots.txt"] = (status, {}, rules)

    assert get(site.url()).robots == decision


@pytest.mark.parametrize(
    ("status", "rules"),
    [
        (200, b"User-agent: *\nDisallow: /"),
        (200, b"User-agent: testigo\nDisallow: /nota"),
        (503, b""),
    ],
    ids=["everybody", "us", "cannot be read"],
)
def test_robots_may_refuse_and_a_reason_overrides_it(site: Site, status: int, rules: bytes) -> None:
    site.paths["/robots.txt"] = (status, {}, rules)

    with pytest.raises(RefusedAddress, match=r"robots\.txt"):
        get(site.url())
    assert site.asked == ["/robots.txt"]
    robots = get(site.url(), override="the family asked for a copy").robots
    assert robots is not None
    assert robots.startswith("refused")
    assert robots.endswith("overridden: the family asked for a copy")


def test_the_robots_of_a_host_redirected_to_are_asked_too(site: Site) -> None:
    site.paths["/a"] = (302, {"Location": site.url("/privado")}, b"")
    site.paths["/privado"] = (200, {"Content-Type": "text/html"}, PAGE)
    site.paths["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /privado")

    with pytest.raises(RefusedAddress):
        get(site.url("/a"))
    assert "/privado" not in site.asked


def test_too_many_redirects_are_given_up(site: Site) -> None:
    site.paths["/a"] = (302, {"Location": "/a"}, b"")

    with pytest.raises(FailedFetch, match="redirects"):
        get(site.url("/a"))


def test_too_many_bytes_are_given_up_even_if_packed(site: Site) -> None:
    small = Limits(document_bytes=100_000, fetch_seconds=10)
    site.paths["/big"] = (200, {}, b"a" * 200_000)
    site.paths["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 30_000_000))

    for path in ("/big", "/bomb"):
        with pytest.raises(TooLarge):
            get(site.url(path), small)


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b"a")
            time.sleep(0.1)
    except OSError:
        return


def test_a_server_that_drips_is_given_up_when_the_time_is_over(site: Site) -> None:
    site.paths["/slow"] = drip

    with pytest.raises(FailedFetch, match="in time"):
        get(site.url("/slow"), Limits(fetch_seconds=3))


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b""),
        (404, {}, b""),
        (302, {}, b""),
        (302, {"Location": "http://[::1"}, b""),
        hang_up,
    ],
    ids=["error", "absent", "redirect nowhere", "redirect to nonsense", "hung up"],
)
def test_what_is_no_answer_is_refused_with_a_sentence(site: Site, answer: Answer) -> None:
    site.paths["/a"] = answer

    with pytest.raises(UnreadableReport):
        get(site.url("/a"))


def test_no_proxy_of_the_environment_is_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert get(site.url()).stream.read() == PAGE


def test_the_charset_of_the_answer_decodes_a_page_that_names_none(site: Site) -> None:
    western = PAGE.replace(b'<meta charset="utf-8">', b"").decode().encode("iso-8859-1")
    site.paths["/b"] = (200, {"Content-Type": "text/html; charset=ISO-8859-1"}, western)

    (item,) = take([site.url("/b")], IntakeOptions(addresses=OPEN))

    assert isinstance(item, Captured)
    assert item.content == western
    assert documents.PARAGRAPHS[0] in item.text.content


def test_take_refuses_a_local_url_with_a_sentence_and_reads_on(tmp_path: object) -> None:
    (refused,) = take(["http://localhost:1/"], IntakeOptions())

    assert isinstance(refused, Refused)
    assert refused.address == "http://localhost:1/"
    assert "private network" in refused.why


def test_a_fetched_page_is_captured_with_its_url(site: Site) -> None:
    site.paths["/a"] = (302, {"Location": "/nota"}, b"")

    (item,) = take([site.url("/a")], IntakeOptions(addresses=OPEN))

    assert isinstance(item, Captured)
    assert item.content == PAGE
    assert item.capture.how == "url"
    assert item.capture.address == site.url()
    assert item.capture.redirects == (site.url("/a"),)
    assert item.capture.robots == "no robots.txt"
    assert item.metadata.url is not None
    assert item.metadata.url.value == site.url()
