"""HTTP of looking back: timelines, films in pieces, and what a phone adds."""

from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import AwareDatetime, Field
from typing_extensions import TypedDict

from foundation.blobs import StorageFull
from foundation.clock import Clock
from foundation.http.operation import Media, operation
from foundation.http.problems import BodyTooLarge
from foundation.http.ranges import begins_at, file_response
from foundation.http.validation import Command, WrongField, command_from
from foundation.identity.door import Door
from foundation.identity.policies import INVITED
from foundation.text import Bilingual
from inspection.cases import rights
from inspection.live.errors import ConsentMissing
from inspection.live.recordings import OutsideTheCall, Recorded, Recordings
from webrtc.recording.backfill import FilmDiffers, NotAFilm, TooManyFilms
from webrtc.recording.timeline import Part

_PIECE_BYTES = 256 * 1024


class PartShape(TypedDict):
    """A film; its bytes are at `url`, the first `header_bytes` of them tell a player its tracks.

    `entries` are moments a player can begin at, each with the place in the file, in order.
    """

    name: str
    url: str
    mime: str
    began_ms: int
    ended_ms: int
    header_bytes: int
    bytes: int
    width_px: int
    height_px: int
    is_backfilled: bool
    entries: list[tuple[int, int]]


class SpanShape(TypedDict):
    """A time that can be seen, and in which film."""

    from_ms: int
    to_ms: int
    part: str
    is_backfilled: bool


class GapShape(TypedDict):
    """A time without a picture; `to_ms` is `null` while it lasts."""

    from_ms: int
    to_ms: int | None
    cause: str


class RecordingShape(TypedDict):
    """One participant of one call; `ended_ms` is `null` while the call goes on."""

    room: str
    participant: str
    ended_ms: int | None
    parts: list[PartShape]
    spans: list[SpanShape]
    gaps: list[GapShape]


class RecordingsShape(TypedDict):
    """All recordings of a case. All times are milliseconds since 1970 by the server's clock."""

    now_ms: int
    recordings: list[RecordingShape]


class FilmShape(TypedDict):
    """A film that was added."""

    name: str


class AddCommand(Command):
    """What a phone says of a film it adds."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    began_at: AwareDatetime


def recording_json(recorded: Recorded, case_id: str) -> RecordingShape:
    """The shape of one recording."""
    timeline = recorded.timeline
    base = f"/api/v1/cases/{case_id}/recordings/{recorded.room}/{recorded.participant}"
    return {
        "room": recorded.room,
        "participant": recorded.participant,
        "ended_ms": timeline.ended_ms,
        "parts": [_part_json(part, f"{base}/{part.name}") for part in timeline.parts],
        "spans": [
            {
                "from_ms": span.from_ms,
                "to_ms": span.to_ms,
                "part": span.part.name,
                "is_backfilled": span.part.is_backfilled,
            }
            for span in timeline.spans
        ],
        "gaps": [
            {"from_ms": gap.from_ms, "to_ms": gap.to_ms, "cause": gap.cause.value}
            for gap in timeline.gaps
        ],
    }


def _part_json(part: Part, url: str) -> PartShape:
    return {
        "name": part.name,
        "url": url,
        "mime": part.mime,
        "began_ms": part.began_ms,
        "ended_ms": part.ended_ms,
        "header_bytes": part.header_bytes,
        "bytes": part.size,
        "width_px": part.size_px[0],
        "height_px": part.size_px[1],
        "is_backfilled": part.is_backfilled,
        "entries": part.entries,
    }


def routes(recordings: Recordings, door: Door, clock: Clock) -> list[web.RouteDef]:
    """GET /cases/{id}/recordings, …/{room}/{participant}/{film}; PUT /visit/films/{sha256}."""

    @operation(
        "本办件的录像时间轴（连线中随时可查）",
        "Timelines of the case's recordings, also during the call",
        rights.READERS,
        gives=RecordingsShape,
    )
    async def timelines(request: web.Request) -> web.Response:
        user, case_id = await door.staff(request), request.match_info["case"]
        found = await recordings.of_case(user, case_id)
        return web.json_response(
            {
                "now_ms": _ms(clock.now()),
                "recordings": [recording_json(one, case_id) for one in found],
            }
        )

    @operation(
        "录像文件（可按 Range 分段读取，录制中也可）",
        "A film, in pieces by Range, also while it is recorded",
        rights.READERS,
        gives=Media("*/*", in_ranges=True),
    )
    async def film(request: web.Request) -> web.Response:
        user, asked = await door.staff(request), request.match_info
        found = await recordings.film(
            user, asked["case"], asked["room"], asked["participant"], asked["film"]
        )
        kind = found.mime.partition(";")[0]
        response = file_response(request, found.path, found.size, kind)
        if begins_at(request) == 0:  # every player begins with the header; then come many pieces
            await recordings.note_opened(user, asked["case"], asked["room"], asked["film"])
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    @operation(
        "补传断线期间手机自己录下的视频",
        "Add what the phone filmed itself while it had no connection",
        INVITED,
        takes=Media("*/*"),
        gives=FilmShape,
        status=201,
        refuses=(
            FilmDiffers,
            NotAFilm,
            TooManyFilms,
            OutsideTheCall,
            ConsentMissing,
            StorageFull,
            WrongField,
            BodyTooLarge,
        ),
        query={"began_at": Bilingual("第一帧的时间", "when its first picture was taken")},
    )
    async def add(request: web.Request) -> web.Response:
        visit = await door.visit(request)
        said = command_from(
            {
                "sha256": request.match_info["sha256"],
                "began_at": request.query.get("began_at"),
            },
            AddCommand,
        )
        name = await recordings.add(
            visit,
            request.content.iter_chunked(_PIECE_BYTES),
            sha256=said.sha256,
            began_at=said.began_at,
        )
        return web.json_response({"name": name}, status=201)

    return [
        web.get("/api/v1/cases/{case}/recordings", timelines),
        web.get("/api/v1/cases/{case}/recordings/{room}/{participant}/{film}", film),
        web.put("/api/v1/visit/films/{sha256}", add),
    ]


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
