"""Where targets are reached."""

from dataclasses import dataclass
from pathlib import Path

from foundation.http.outbound import Allowed, Networks, read_address
from inspection.licensing.model import Target


@dataclass(frozen=True)
class HttpPlace:
    """Where an HTTP target listens.

    Args:
        calls_back: whether callbacks signed with its secret are taken.
        download_hosts: hosts whose links to licences are passed on to applicants.
    """

    url: str
    secret: str
    allowed: Allowed
    calls_back: bool = False
    download_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FolderPlace:
    """Where a file-drop target empties files from."""

    folder: Path


@dataclass(frozen=True)
class Configured:
    """A target and where it is reached."""

    target: Target
    place: HttpPlace | FolderPlace


def http_place(
    url: str,
    secret: str,
    networks: Networks,
    *,
    calls_back: bool,
    download_hosts: frozenset[str] = frozenset(),
) -> HttpPlace:
    """Where an HTTP target listens; licences may be fetched from its own host as well.

    Raises:
        NotAnAddress: the address is not written plainly.
    """
    address = read_address(url)
    hosts = download_hosts | {address.host}
    return HttpPlace(url, secret, Allowed.of(address, networks), calls_back, hosts)
