"""The media plane's settings: how many processes, and what each is told."""

from pathlib import Path

from foundation.settings import Settings
from webrtc.engine import IceServer
from webrtc.fleet import Fleet
from webrtc.options import MediaOptions


def films_of(settings: Settings) -> Path:
    """Where calls are recorded."""
    return settings.data / "recordings"


def media_options(settings: Settings) -> MediaOptions:
    """What the media engine is told."""
    return MediaOptions(
        loopback=settings.is_local,
        ice_servers=[IceServer(urls=(url,)) for url in settings.ice_servers],
        public_address=settings.media_address,
        subnets=settings.media_subnets,
        recordings=str(films_of(settings)) if settings.record_calls else "",
    )


def media_fleet(settings: Settings) -> Fleet | None:
    """The media processes, not started; `None`: the settings want none."""
    if not settings.media_processes:
        return None
    return Fleet(media_options(settings), settings.media_processes)
