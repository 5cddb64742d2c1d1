"""A paper as JSON beside its attempt, so that later changes of room and rules change no result."""

from collections.abc import Mapping
from typing import Any

from foundation.text import Bilingual
from panorama.exam.model import Answer, Paper, Thing
from panorama.exam.sight import Block, Hole, Opaque, Sheet


def paper_json(paper: Paper) -> dict[str, Any]:
    """A paper as it is kept with an attempt; `paper_from` reads it."""
    return {
        "answers": [
            {
                **{
                    key: getattr(one, key)
                    for key in ("rule_id", "item_id", "clause", "edition", "confidence")
                },
                "text": _text(one.text),
                "measured": _text(one.measured),
                "limit": _text(one.limit),
                "places": one.places,
                "because": [[_text(title), _text(said)] for title, said in one.because],
            }
            for one in paper.answers
        ],
        "eyes": paper.eyes,
        "things": [[one.id, _text(one.title), one.low, one.high] for one in paper.things.values()],
        "walls": [
            [
                *(wall.x1, wall.y1, wall.x2, wall.y2),
                [[hole.start_m, hole.end_m, hole.sill_m, hole.top_m] for hole in wall.holes],
            ]
            for wall in paper.opaque.sheets
        ],
        "blocks": [[one.low, one.high] for one in paper.opaque.blocks],
        "top_m": paper.opaque.top_m,
    }


def paper_from(kept: Mapping[str, Any]) -> Paper:
    """The paper that `paper_json` wrote."""
    return Paper(
        tuple(
            Answer(
                *(one["rule_id"], one["item_id"], Bilingual(**one["text"])),
                *(one["clause"], one["edition"], one["confidence"]),
                *(Bilingual(**one["measured"]), Bilingual(**one["limit"])),
                tuple((x, y, z) for x, y, z in one["places"]),
                tuple((Bilingual(**title), Bilingual(**said)) for title, said in one["because"]),
            )
            for one in kept["answers"]
        ),
        {name: (x, y, z) for name, (x, y, z) in kept["eyes"].items()},
        {
            name: Thing(name, Bilingual(**title), (low[0], low[1], low[2]), (*high,))
            for name, title, low, high in kept["things"]
        },
        Opaque(
            tuple(
                Sheet(x1, y1, x2, y2, tuple(Hole(*hole) for hole in holes))
                for x1, y1, x2, y2, holes in kept["walls"]
            ),
            tuple(Block((*low,), (*high,)) for low, high in kept["blocks"]),
            kept["top_m"],
        ),
    )


def _text(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
