"""ICE servers as `Link` headers (RFC 9725, 4.6; RFC 8288). Pure."""

from collections.abc import Callable, Iterator, Sequence

from webrtc.engine import IceServer

IceServersFor = Callable[[str, str], Sequence[IceServer]]  # of a room's participant, now


def none_for(_room: str, _participant: str) -> Sequence[IceServer]:
    """No servers: phones reach this machine directly."""
    return ()


def links(servers: Sequence[IceServer]) -> Iterator[str]:
    """One field value per address; a TURN server's user and password are its attributes."""
    for server in servers:
        for url in server.urls:
            value = f'<{url}>; rel="ice-server"'
            if server.username is not None and server.credential is not None:
                value += (
                    f"; username={_quoted(server.username)}"
                    f'; credential={_quoted(server.credential)}; credential-type="password"'
                )
            yield value


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
