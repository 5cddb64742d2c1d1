"""`verify.py` as it lies in packs: one file, isolated Python, no network, nothing of ours."""

import ast
import json
import subprocess
import sys
from collections import Counter

import pytest

from inspection.evidence.verifier import bundle
from tests.support.openssl import accepts_cms
from tests.support.packs import Archive, verify_alone
from tests.support.tampering import files_of, packed, with_file, with_value
from tests.unit.test_docs import INTEGRATION, example


@pytest.fixture
async def archive(tmp_path, clock):
    made = await Archive.opened(tmp_path, clock)
    await made.capture(2)
    yield made
    await made.database.close()


async def exported(archive, name="pack.zip"):
    path = archive.folder / name
    path.write_bytes(await archive.export())
    return path


def test_the_one_file_is_made_of_modules_whose_names_do_not_clash():
    tree = ast.parse(bundle.single_file())
    names = Counter(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )
    names.update(
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in ast.walk(node.targets[0])
        if isinstance(target, ast.Name)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_it_imports_only_what_comes_with_python():
    tree = ast.parse(bundle.single_file())
    modules = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {module.partition(".")[0] for module in modules} <= sys.stdlib_module_names


async def test_a_determined_case_is_intact_and_each_file_says_what_was_tested(archive):
    await archive.determine()
    status, said = verify_alone(await exported(archive))
    assert status == 0, said
    for picture in await archive.pictures():
        assert f"evidence/{picture.id}/original.jpg: SHA-256, custody" in said
    for words in ("INTACT", "完好", archive.case.number, "王建国", "赵晓燕", "openssl cms"):
        assert words in said


async def test_a_case_that_is_still_open_can_be_exported_and_verified_too(archive):
    assert verify_alone(await exported(archive))[0] == 0
    assert verify_alone(await exported(archive))[0] == 0, "an export more is a line more"


async def test_a_changed_field_is_named_in_both_languages(archive):
    pack = await exported(archive)
    files = files_of(pack.read_bytes())
    (one, _) = await archive.pictures()
    rows = json.loads(dict(files)["evidence.json"])
    place = f"/{one.id}/captured_at"
    changed = json.dumps(
        with_value(rows, place, "2026-11-23T00:00:00.000000+00:00"),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    pack.write_bytes(packed(with_file(files, "evidence.json", changed.encode())))
    status, said = verify_alone(pack)
    assert status == 1
    assert f"evidence.json [{place}]" in said
    assert "值与签名时不同" in said
    assert "CHANGED" in said


async def test_what_is_no_pack_is_unreadable(archive):
    path = archive.folder / "x.zip"
    path.write_bytes(b"PK\x03\x04")
    for one in (path, archive.folder / "nothing.zip"):
        status, said = verify_alone(one)
        assert status == 2
        assert "UNREADABLE" in said


async def test_the_steps_of_the_readme_work_with_openssl_and_sha256sum(archive, tmp_path):
    await archive.determine(on_paper=False)
    files = dict(files_of((await exported(archive)).read_bytes()))
    authority, at = files["certificates/ca.pem"].decode(), int(archive.clock.now().timestamp())
    signed = [path for path in files if path.endswith(".cms")]
    assert len(signed) == 4, "the manifest and three checkpoints"
    for path in signed:
        text = files[path.replace(".cms", ".json")]
        good, why = accepts_cms(tmp_path, text, files[path], authority, at)
        assert good, (path, why)


async def test_equal_rows_time_and_keys_give_an_equal_pack(archive):
    first = files_of(await archive.export())
    again = files_of(await archive.export())
    grown = {"manifest.json", "manifest.cms", "custody.jsonl", "fields.json"}
    same = {path for path, content in first if dict(again).get(path) == content}
    assert {path for path, _ in first} - same == grown, "only the log of exports has grown"


async def test_no_private_key_leaves_the_house_in_a_pack(archive, tmp_path):
    pack = await archive.export()
    keys = [path.read_text() for path in (tmp_path / "keys").glob("*.key")]
    assert len(keys) == 2
    for key in keys:
        assert key.splitlines()[1].encode() not in pack
    assert b"PRIVATE KEY" not in pack


async def test_the_push_that_was_kept_shows_a_log_that_was_rewritten_and_signed_anew(
    archive, tmp_path
):
    await archive.determine(on_paper=False)
    pack = await exported(archive)
    push = tmp_path / "push.json"
    push.write_text(json.dumps({"data": await archive.pushed()}))
    assert verify_alone(pack, "--checkpoint", push)[0] == 0
    said = json.loads((await archive.pushed())["checkpoint"]["text"])
    said["root"] = "0" * 64
    push.write_text(json.dumps(said))
    status, words = verify_alone(pack, "--checkpoint", push)
    assert status == 1
    assert "custody.jsonl" in words


async def test_the_verifier_of_the_documentation_comes_to_the_same_verdicts(archive, tmp_path):
    await archive.determine(on_paper=False)
    alone = tmp_path / "audit.py"
    alone.write_text(example(INTEGRATION, "audit"), "utf-8")
    pack = await exported(archive)
    files = files_of(pack.read_bytes())

    def verdicts():
        command = [sys.executable, "-I", "-S", alone, pack]
        own = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        return own.returncode, own.stdout, verify_alone(pack)[0]

    assert verdicts() == (0, "intact\n", 0)
    for path, content in files:
        if path == "manifest.cms" or path.startswith("certificates/"):
            continue
        end = content[-3:] if content.endswith(b"}\n") else content[-2:]
        broken = content[: -len(end)] + bytes([end[0] ^ 1]) + end[1:]
        if path.endswith((".json", ".jsonl")):
            broken = content.replace(b"1", b"2", 1)
        pack.write_bytes(packed(with_file(files, path, broken)))
        status, said, ours = verdicts()
        assert (status, ours) == (1, 1), (path, said)
        assert path in said
