"""Exams without a renderer: rooms whose pictures are plain, and their right answers."""

import json
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import select

from panorama.exam import store
from panorama.exam.kept import paper_from
from panorama.exam.paper import answers_shown
from panorama.exam.pictures import Pictures
from panorama.load import load_layout
from panorama.tiles import write_text


def draw_by_hand(patch) -> None:
    """Rooms are laid by the test: the service believes that somebody draws them."""
    patch.setattr(Pictures, "must_draw", lambda _self, _room: None)


CHECKOUT = Path(__file__).parents[2]
LAYOUT = load_layout(CHECKOUT / "panorama" / "data" / "t2.yaml")
WIDTH_PX = 256


def seen_spot(paper, rule_id):
    """Scene, yaw and pitch at which a broken rule is best seen."""
    shown = next(one for one in answers_shown(paper) if one["rule_id"] == rule_id)
    spot = shown["seen"][0]
    return spot["scene"], spot["yaw_deg"], spot["pitch_deg"]


def draw_plainly(folder: Path) -> None:
    """Pictures as a renderer leaves them, of one colour each; `folder`: the room's own."""
    (folder / "scenes").mkdir(parents=True, exist_ok=True)
    write_text(folder / "plan.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    for number, one in enumerate(LAYOUT.stand_points):
        colour = np.full((WIDTH_PX // 2, WIDTH_PX, 3), 60 + 40 * number, np.uint8)
        cv2.imwrite(str(folder / "scenes" / f"{one.id}.jpg"), colour)
    write_text(folder / "progress.json", '{"stage": "ready", "share": 1.0}')


async def paper_in(database, attempt_id):
    """The right answers, as only the service knows them before the end; and its pictures' key."""
    async with database.reading() as view:
        query = select(store.attempt_table).where(store.attempt_table.c.id == attempt_id)
        row = (await view.execute(query)).mappings().one()
    return paper_from(json.loads(row["paper"])), row["pictures"]


def right_answer(paper, rule_id):
    """A body that finds a broken rule: in the picture where it is seen, else on the plan."""
    answer = next(one for one in paper.answers if one.rule_id == rule_id)
    try:
        scene, yaw, pitch = seen_spot(paper, rule_id)
    except IndexError:
        x, y, _ = answer.places[0]
        return {"choice": rule_id, "spot": {"x": x, "y": y}}
    return {"choice": rule_id, "spot": {"scene": scene, "yaw_deg": yaw, "pitch_deg": pitch}}


def json_of(text):
    """JSON as it is kept."""
    return json.loads(text)
