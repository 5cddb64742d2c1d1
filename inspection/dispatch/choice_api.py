"""HTTP of who could inspect a case: what a person sees before drawing, changing, handing over."""

from aiohttp import web
from typing_extensions import TypedDict

from foundation.http.operation import operation
from foundation.identity.door import Door
from inspection.cases import rights
from inspection.dispatch.assigning import STANDING_TEXT, Standing
from inspection.dispatch.assignments import Dispatch
from inspection.dispatch.candidates import Choice


class NamedShape(TypedDict):
    """An inspector."""

    id: str
    name: str


class AgainstShape(TypedDict):
    """What speaks against somebody; `code` as in a draw."""

    code: str
    zh: str
    en: str


class PairSeenShape(TypedDict):
    """A pair on the roster of `office`. `inspectors` would come, substitutes included."""

    pair: str
    office: str
    office_name: str
    inspectors: list[NamedShape]
    load: int
    against: AgainstShape | None


class PersonSeenShape(NamedShape):
    """An inspector; `load`: open cases; `stands_in`: who stands in for them."""

    load: int
    against: AgainstShape | None
    stands_in: NamedShape | None


class ChoiceShape(TypedDict):
    """Everybody who could inspect the case on a day, and at its time if it is booked.

    `may_draw`: it has nobody; `may_change`: with a reason; `may_hand_over`: the inspection runs.
    """

    on: str
    starts_at: str | None
    inspectors: list[NamedShape]
    may_draw: bool
    may_change: bool
    may_hand_over: bool
    pairs: list[PairSeenShape]
    people: list[PersonSeenShape]


def routes(dispatch: Dispatch, door: Door) -> list[web.RouteDef]:
    """GET /cases/{id}/candidates."""

    @operation(
        "可勘验的人员及不可的原因",
        "Who could inspect the case, and why others can not",
        rights.INVITERS,
        gives=ChoiceShape,
    )
    async def candidates(request: web.Request) -> web.Response:
        user = await door.staff(request)
        found = await dispatch.candidates(user, request.match_info["case"])
        return web.json_response(choice_json(found))

    return [web.get("/api/v1/cases/{case}/candidates", candidates)]


def choice_json(choice: Choice) -> ChoiceShape:
    """As pages read it."""
    names = choice.names

    def named(inspector_id: str) -> NamedShape:
        return {"id": inspector_id, "name": names.get(inspector_id, "")}

    return {
        "on": choice.on.isoformat(),
        "starts_at": choice.booked.starts_at.isoformat() if choice.booked else None,
        "inspectors": [named(one) for one in choice.case.inspector_ids],
        "may_draw": choice.may_change and not choice.case.inspector_ids,
        "may_change": choice.may_change,
        "may_hand_over": choice.is_running,
        "pairs": [
            {
                "pair": one.pair_id,
                "office": one.unit,
                "office_name": choice.offices.name_of(one.unit),
                "inspectors": [named(who) for who in one.team],
                "load": one.load,
                "against": _against(one.against),
            }
            for one in choice.pairs
        ],
        "people": [
            {
                **named(one.user.id),
                "load": one.load,
                "against": _against(one.against),
                "stands_in": named(one.stands_in) if one.stands_in else None,
            }
            for one in choice.people
        ],
    }


def _against(standing: Standing | None) -> AgainstShape | None:
    if standing is None:
        return None
    text = STANDING_TEXT[standing]
    return {"code": standing.value, "zh": text.zh, "en": text.en}
