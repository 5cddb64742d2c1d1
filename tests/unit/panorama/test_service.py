import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from foundation.errors import NotFound
from panorama.service import SampleRooms
from tests.support.service import end_of

RENDERS_FOR_EVER = "import sys, time; print('begun', flush=True); time.sleep(600)"
SERVICE = """
import asyncio, pathlib, sys
from panorama.service import SampleRooms

async def main():
    folder = pathlib.Path(sys.argv[1])
    rooms = SampleRooms(folder / "rooms", folder / "layouts", [sys.executable, "-c", sys.argv[2]])
    await rooms.ensure_built()
    while rooms._process is None:
        await asyncio.sleep(0.01)
    print(rooms._process.pid, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_the_room_that_notices_link_to_is_built_first_and_heads_the_list(tmp_path):
    layouts = tmp_path / "layouts"
    layouts.mkdir()
    for name in ("t1", "t2", "t3"):
        (layouts / f"{name}.yaml").write_text("")
    built = tmp_path / "built.txt"
    note = f"import sys; open({str(built)!r}, 'a').write(sys.argv[1] + '\\n')"
    rooms = SampleRooms(tmp_path / "rooms", layouts, [sys.executable, "-c", note])
    await rooms.ensure_built()
    await rooms._building
    assert [Path(line).stem for line in built.read_text().split()] == ["t2", "t1", "t3"]
    assert [one["id"] for one in rooms.rooms()] == ["t2", "t1", "t3"]


async def test_a_builder_that_breaks_is_told_on_the_page_and_the_next_room_is_built(tmp_path):
    layouts, folder = tmp_path / "layouts", tmp_path / "rooms"
    layouts.mkdir()
    folder.mkdir()
    for name in ("t1", "t2", "t3"):
        (layouts / f"{name}.yaml").write_text("")
    (folder / "t1").write_text("no folder can be made here")
    breaks = "import pathlib, sys; sys.exit(0 if pathlib.Path(sys.argv[1]).stem == 't3' else 1)"
    rooms = SampleRooms(folder, layouts, [sys.executable, "-c", breaks])
    await rooms.ensure_built()
    await rooms._building
    progress = json.loads((folder / "t2" / "progress.json").read_text("utf-8"))
    assert progress["stage"] == "failed"
    assert "重启" in progress["error"]["zh"]
    assert "restart" in progress["error"]["en"]
    assert (folder / "t3").is_dir()
    assert not (folder / "t3" / "progress.json").exists()


async def test_a_killed_service_leaves_no_builder_behind(tmp_path):
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "t2.yaml").write_text("")
    service = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        SERVICE,
        str(tmp_path),
        RENDERS_FOR_EVER,
        stdout=asyncio.subprocess.PIPE,
    )
    builder = int(await service.stdout.readline())
    builder_ends = asyncio.create_task(end_of(builder))
    service.send_signal(signal.SIGKILL)
    await service.wait()
    await builder_ends


@pytest.mark.parametrize(
    "name",
    ["a\0.json", "a" * 300 + ".json", "../t2.yaml", "none.json", "built.txt"],
    ids=["null-byte", "too-long", "outside", "missing", "other-kind"],
)
def test_a_name_no_file_of_the_room_has_is_not_found(tmp_path, name):
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "t2.yaml").write_text("")
    (tmp_path / "t2").mkdir()
    (tmp_path / "t2" / "built.txt").write_text("")
    with pytest.raises(NotFound):
        SampleRooms(tmp_path, tmp_path / "layouts").file("t2", name)


def test_rooms_that_wait_to_be_built_are_told_apart_by_their_titles(tmp_path):
    layouts = Path(__file__).parents[3] / "panorama" / "data"
    titles = [one["title"]["zh"] for one in SampleRooms(tmp_path, layouts).rooms()]
    assert len(set(titles)) == len(titles) >= 6
    assert not any(one == "样板间" for one in titles)


def test_photographed_rooms_are_shown_after_the_drawn_ones(tmp_path):
    layouts, folder = tmp_path / "layouts", tmp_path / "rooms"
    layouts.mkdir()
    (layouts / "t2.yaml").write_text("")
    tour = {"title": {"zh": "张记面馆", "en": "Zhang's"}, "scenes": []}
    for name in ("real", "refused"):
        (folder / name).mkdir(parents=True)
    (folder / "real" / "tour.json").write_text(json.dumps(tour))
    (folder / "real" / "stitch.json").write_text("{}")
    rooms = SampleRooms(folder, layouts)
    assert [one["id"] for one in rooms.rooms()] == ["t2", "real"]
    assert rooms.room("real")["room"]["title"]["zh"] == "张记面馆"
    assert rooms.room("real")["report"] is None
    with pytest.raises(NotFound):
        rooms.room("refused")
