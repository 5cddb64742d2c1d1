"""The media plane's settings: how many processes, and what each is told."""

from pathlib import Path

from foundation.clock import Clock
from foundation.errors import Problem
from foundation.settings import Settings
from webrtc.datagrams import open_socket
from webrtc.engine import EngineUnfit, IceServer, MediaEngine
from webrtc.fleet import Fleet, MediaUnfit
from webrtc.janus.api import JanusApi
from webrtc.janus.engine import JanusEngine
from webrtc.options import MediaOptions, engine_of
from webrtc.reach import Reach
from webrtc.room import RoomObserver


class MediaPortTaken(Problem):
    """Somebody else receives there; phones would send into nothing."""

    code = "media.port_taken"
    zh = "媒体端口 UDP {port} 已被占用或无权使用。请停止占用它的程序，或更改 media_port。"
    en = "Media port UDP {port} is taken or not permitted. Stop what uses it, or change media_port."


def films_of(settings: Settings) -> Path:
    """Where calls are recorded."""
    return settings.data / "recordings"


def media_options(settings: Settings) -> MediaOptions:
    """What the media engine is told."""
    return MediaOptions(
        loopback=settings.is_local,
        ice_servers=[IceServer(urls=(url,)) for url in settings.ice_servers],
        public_address=settings.media_address,
        port=settings.media_port,
        subnets=settings.media_subnets,
        recordings=str(films_of(settings)) if settings.record_calls else "",
    )


def media_fleet(settings: Settings) -> Fleet | None:
    """The media processes, not started; `None`: the settings want none.

    Raises:
        MediaPortTaken: somebody else has one of the ports they are to use.
    """
    if settings.janus_url:
        return None  # Janus is a process of its own already
    _ports_must_be_free(settings)
    if not settings.media_processes:
        return None
    return Fleet(media_options(settings), settings.media_processes)


def media_engine(settings: Settings, observer: RoomObserver, clock: Clock) -> MediaEngine:
    """The media engine on this loop: Janus' where one is named, else our own.

    Raises `MediaUnfit`.
    """
    if settings.janus_url:
        api = JanusApi(settings.janus_url, settings.janus_admin_url, settings.janus_secret)
        return JanusEngine(api, observer, clock, reach=Reach.of(settings.media_subnets))
    try:
        return engine_of(media_options(settings), observer, clock)
    except EngineUnfit as unfit:
        raise MediaUnfit(reason=unfit) from unfit


def _ports_must_be_free(settings: Settings) -> None:
    """Sockets are opened with the first call, long after the service has said that it is up."""
    if not settings.media_port:
        return
    for port in range(settings.media_port, settings.media_port + max(settings.media_processes, 1)):
        try:
            open_socket("0.0.0.0", port).close()  # noqa: S104 - any address may have to be used
        except (OSError, OverflowError) as error:  # the latter beyond 65535
            raise MediaPortTaken(port=port) from error
