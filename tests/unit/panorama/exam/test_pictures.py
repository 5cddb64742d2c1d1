"""Exam rooms are drawn one at a time, those somebody waits for first, on a bounded shelf."""

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from foundation.errors import NotFound
from panorama.exam import pictures
from panorama.exam.errors import PicturesBusy
from panorama.exam.pictures import Pictures, Room
from panorama.exam.shelf import Shelf
from tests.support.waiting import until

# Draws like the renderer: a line in `order`, then the files; a sharp one waits to be stopped
# as long as there is a file `slow`.
DRAWER = """
import sys, time
from pathlib import Path
arguments = sys.argv[1:]
out = Path(arguments[arguments.index("--out") + 1])
order, kind = out.parent / "order", "sharp" if "--sharp" in arguments else "rough"
with order.open("a") as file:
    file.write(f"{out.name[:1]} {kind}\\n")
if (out.parent / f"fail-{out.name}").exists():
    sys.exit("out of paint")
if kind == "sharp" and (out.parent / "begins").exists():
    (out.parent / "begins").unlink()
    (out.parent / "is-slow").touch()
    time.sleep(60)
if kind == "sharp" and (out.parent / "slow").exists():
    import signal
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    (out.parent / "slow").unlink()
    (out.parent / "is-slow").touch()
    signal.pause()
(out / "scenes").mkdir(parents=True, exist_ok=True)
(out / "plan.svg").touch()
ending = "-sharp.jpg" if kind == "sharp" else ".jpg"
(out / "scenes" / f"kitchen{ending}").write_bytes(b"x" * 1000)
"""


def room(letter):
    return Room(letter * 32, Path("t2.yaml"), 1, 5, ("kitchen",))


@pytest.fixture
async def made(tmp_path):
    shelf = Shelf(tmp_path, most_bytes=10_000)
    drawing = Pictures(shelf, draws=True, command=[sys.executable, "-c", DRAWER])
    yield drawing
    await drawing.close()


def order(tmp_path):
    place = tmp_path / "order"
    return place.read_text().splitlines() if place.exists() else []


async def test_a_room_is_ready_with_small_pictures_and_sharpened_after(made, tmp_path):
    made.want(room("a"))
    made.want(room("a"))
    await until(lambda: made.shelf.is_sharp("a" * 32, ["kitchen"]))
    assert order(tmp_path) == ["a rough", "a sharp"]
    made.want(room("a"))
    assert made.shelf.pictures("a" * 32, ["kitchen"]) == {
        "kitchen": {"preview": "scenes/kitchen.jpg", "sharp": "scenes/kitchen-sharp.jpg"}
    }


async def test_whoever_waits_comes_before_the_sharpness_of_others(made, tmp_path):
    (tmp_path / "slow").touch()
    made.want(room("a"))
    await until((tmp_path / "is-slow").exists)
    made.want(room("b"))
    await until(lambda: made.shelf.is_sharp("a" * 32, ["kitchen"]))
    await until(lambda: made.shelf.is_sharp("b" * 32, ["kitchen"]))
    assert order(tmp_path)[:3] == ["a rough", "a sharp", "b rough"]


async def test_a_process_that_is_stopped_before_it_listens_is_put_off_too(made, tmp_path):
    (tmp_path / "begins").touch()
    made.want(room("a"))
    await until((tmp_path / "is-slow").exists)
    made.want(room("b"))
    await until(lambda: made.shelf.is_sharp("a" * 32, ["kitchen"]))
    assert made.state("a" * 32)["stage"] != "failed"


async def test_whoever_comes_while_a_sharp_one_begins_does_not_wait_for_it(
    made, tmp_path, monkeypatch
):
    (tmp_path / "begins").touch()
    begin = asyncio.create_subprocess_exec

    async def begin_and_be_asked(*command, **more):
        process = await begin(*command, **more)
        if "--sharp" in command and not made.shelf.is_ready("b" * 32, ["kitchen"]):
            made.want(room("b"))
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin_and_be_asked)
    made.want(room("a"))
    await until(lambda: made.shelf.is_ready("b" * 32, ["kitchen"]))


async def test_a_disk_that_refuses_fails_one_room_and_the_next_is_drawn(
    made, tmp_path, monkeypatch
):
    use = made.shelf.use

    def refuse(key):
        if key == "a" * 32:
            raise OSError(28, "No space left on device")
        use(key)

    monkeypatch.setattr(made.shelf, "use", refuse)
    made.want(room("a"))
    made.want(room("b"))
    await until(lambda: made.shelf.is_ready("b" * 32, ["kitchen"]))
    assert made.state("a" * 32)["stage"] == "failed"


async def test_a_room_that_can_not_be_drawn_says_so_until_somebody_asks_again(made, tmp_path):
    (tmp_path / f"fail-{'a' * 32}").touch()
    made.want(room("a"))
    await until(lambda: made.state("a" * 32)["stage"] == "failed")
    made.want(room("a"))
    assert order(tmp_path) == ["a rough"], "not tried again by itself"
    (tmp_path / f"fail-{'a' * 32}").unlink()
    made.forget_failure("a" * 32)
    made.want(room("a"))
    await until(lambda: made.shelf.is_ready("a" * 32, ["kitchen"]))


async def test_rooms_of_people_with_a_name_are_drawn_first_and_always_find_a_place(
    made, tmp_path, monkeypatch
):
    monkeypatch.setattr(pictures, "MOST_WAITING", 2)
    made.want(replace(room("a"), is_named=False))
    made.want(replace(room("b"), is_named=False))
    with pytest.raises(PicturesBusy):
        made.want(replace(room("c"), is_named=False))
    made.want(room("d"))
    await until(lambda: made.shelf.is_ready("b" * 32, ["kitchen"]))
    assert [one for one in order(tmp_path) if "rough" in one] == ["d rough", "a rough", "b rough"]


async def test_too_many_rooms_are_refused(made, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_WAITING", 2)
    for letter in "ab":
        made.want(room(letter))
    with pytest.raises(PicturesBusy):
        made.want(room("c"))


def test_a_full_shelf_lets_go_what_was_used_longest_ago_but_nothing_in_use(tmp_path):
    shelf = Shelf(tmp_path, most_bytes=2500)
    for age, letter in enumerate("dcba"):
        shelf.use(letter * 32)
        folder = shelf.folder_of(letter * 32)
        (folder / "plan.svg").write_bytes(b"x" * 1000)
        os.utime(folder / "used", (1000 + age, 1000 + age))
    assert shelf.make_room({"d" * 32}) == 2
    left = sorted(one.name[0] for one in tmp_path.iterdir())
    assert left == ["a", "d"], "d is the oldest, and somebody looks at it"


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("..", "plan.svg"),
        ("a" * 32, "../salt"),
        ("a" * 32, "used"),
        ("a" * 32, "scenes/../plan.svg"),
        ("A" * 32, "plan.svg"),
        ("a" * 32, "scenes/none.jpg"),
    ],
    ids=["no key", "outside", "not served", "a way back", "another spelling", "not there"],
)
def test_only_pictures_and_the_plan_of_a_room_are_served(tmp_path, key, path):
    shelf = Shelf(tmp_path)
    shelf.use("a" * 32)
    (shelf.folder_of("a" * 32) / "plan.svg").touch()
    shelf.salt()
    assert shelf.file("a" * 32, "plan.svg").content_type == "image/svg+xml"
    with pytest.raises(NotFound):
        shelf.file(key, path)


def test_names_of_rooms_are_the_same_after_a_restart_and_differ_between_services(tmp_path):
    first, other = Shelf(tmp_path / "a").salt(), Shelf(tmp_path / "b").salt()
    assert Shelf(tmp_path / "a").salt() == first != other
    assert Shelf.key_of(b"x", 1, 5, first) != Shelf.key_of(b"x", 1, 5, other)
