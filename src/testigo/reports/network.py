"""Connections to public addresses only.

A name is resolved once, every address it has is checked, and a checked address is dialled: what a
second look-up would say no longer matters (DNS rebinding). Numbers written to deceive (2130706433,
0x7f.1, ::ffff:127.0.0.1) are addresses like any other once the system has resolved them.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

from testigo.reports.errors import RefusedAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TUNNELS = tuple(
    ipaddress.ip_network(network) for network in ("2002::/16", "2001::/32", "64:ff9b::/32")
)
"""6to4, Teredo and NAT64 carry an IPv4 address inside, which may be a private one."""


def is_public(address: Address) -> bool:
    """Tell whether anyone on the internet could reach the address, and nobody inside alone."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name, as the system resolves it.

    Raises:
        OSError: if there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """How names become addresses, and which addresses may be dialled."""

    allows: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int], Sequence[str]] = resolve


def addresses_of(host: str, port: int, policy: AddressPolicy) -> list[str]:
    """Return the addresses of a host, if every single one may be dialled.

    Raises:
        RefusedAddress: if one may not, or the name cannot be resolved.
    """
    try:
        found = list(policy.resolve(host, port))
        # A scope ("fe80::1%eth0") names an interface of this machine; the address decides.
        addresses = [ipaddress.ip_address(text.split("%")[0]) for text in found]
    except (OSError, ValueError, UnicodeError):
        raise RefusedAddress("its host has no address; check the URL and the connection") from None
    if not addresses or not all(policy.allows(address) for address in addresses):
        raise RefusedAddress(
            "its host is on this machine or a private network; save the page and read the file"
        )
    return found


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every read and write must end by one deadline: dripping bytes gain nothing."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time for this URL is over")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore2.NetworkBackend):
    """Dials only what the policy allows, until `deadline` (of `time.monotonic`)."""

    def __init__(self, policy: AddressPolicy, deadline: float) -> None:
        self._policy, self._deadline = policy, deadline
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of the host that answers.

        Raises:
            RefusedAddress: if one of its addresses may not be dialled.
        """
        failure: Exception = httpcore2.ConnectError("no address answered")
        for address in addresses_of(host, port, self._policy):
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise httpcore2.ConnectTimeout("the time for this URL is over")
            wait = left if timeout is None else min(left, timeout)
            try:
                stream = self._sockets.connect_tcp(
                    address, port, wait, local_address, socket_options
                )
                return _TimedStream(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as fault:
                failure = fault
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Never connect to a socket of this machine.

        Raises:
            RefusedAddress: always.
        """
        raise RefusedAddress("its host is on this machine; save the page and read the file")


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport over the guarded backend.

    httpx2 has no public way to hand over a backend, so its `_pool` is replaced: a test makes sure
    that a new version still connects through ours.
    """

    def __init__(self, policy: AddressPolicy, deadline: float) -> None:
        super().__init__(trust_env=False, retries=0)
        self._pool.close()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            network_backend=GuardedBackend(policy, deadline),
        )
