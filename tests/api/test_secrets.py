"""Scorecard E10: what opens doors or signs papers stands nowhere but in its own file."""

import io
import os
import sqlite3
import zipfile
import zlib
from base64 import b64encode
from pathlib import Path

import aiohttp
import pytest
from cryptography.hazmat.primitives import serialization

from inspection.intake.demo import PASSWORD
from tests.support.calls import four_cases
from tests.support.full_case import full_case
from tests.support.secrets_hunt import files_with, found_in
from tests.support.service import Service

CANARIES = {f"canary {number:02}": os.urandom(24) for number in range(30)}


def planted(folder, name, secret, number):
    """One secret in one of six kinds of place, raw, in hex or in base64."""
    said = (secret, secret.hex().encode(), b64encode(secret))[number % 3]
    path = folder / f"{number:02}"
    match number % 6:
        case 0:
            path.write_bytes(b"2026-11-30T08:00:00Z info token=" + said + b"\n")
        case 1:
            with sqlite3.connect(path) as database:
                database.execute("CREATE TABLE kept (a)")
                database.execute("INSERT INTO kept VALUES (?)", (said,))
        case 2:
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
                pack.writestr("facts.json", b'{"a": "' + said + b'"}')
        case 3:
            packed = zlib.compress(b"BT (" + said + b") Tj ET")
            path.write_bytes(b"%PDF-1.7\n1 0 obj<<>>stream\n" + packed + b"endstream")
        case 4:
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as pack:
                pack.writestr(name, said)
            with zipfile.ZipFile(path, "w") as pack:
                pack.writestr("inner.zip", inner.getvalue())
        case _:
            (folder / f"{number:02}.d").mkdir()
            (folder / f"{number:02}.d" / "environ").write_bytes(b"A=1\0SECRET=" + said + b"\0")


def test_the_hunt_finds_thirty_of_thirty_planted_secrets(tmp_path):
    for number, (name, secret) in enumerate(CANARIES.items()):
        planted(tmp_path, name, secret, number)
    found = files_with(tmp_path, CANARIES)
    assert set.union(*found.values()) == set(CANARIES)
    assert all(len(names) == 1 for names in found.values())


def keys_of(folder: Path) -> dict[str, bytes]:
    """The keys of a data folder; of a private one the PEM's first line and the number itself."""
    secrets: dict[str, bytes] = {}
    for path in folder.rglob("*.key"):
        content = path.read_bytes()
        if not content.startswith(b"-----BEGIN"):
            secrets[path.name] = content
            continue
        key = serialization.load_pem_private_key(content, None)
        secrets[f"{path.name}, PEM"] = content.splitlines()[1]
        secrets[f"{path.name}, number"] = key.private_numbers().private_value.to_bytes(32, "big")
    return secrets


def but_keys(found):
    return {path: names for path, names in found.items() if not path.endswith(".key")}


@pytest.fixture
async def running(tmp_path):
    await four_cases(tmp_path / "data")
    made = Service(tmp_path / "data")
    await made.start()
    yield made
    await made.stop()


async def test_a_running_service_writes_no_secret_down(running):
    """Sign-in, link, visit and media tokens, after use and after misuse, and the private keys."""
    secrets, answers = {"password": PASSWORD.encode()}, []
    headers = {"Origin": running.origin}

    async def ask(session, method, path, **more):
        async with session.request(method, path, **more) as answer:
            answers.append(await answer.read())
            return answer.status, answers[-1], await _json(answer)

    desk = aiohttp.ClientSession(running.origin, headers=headers)
    phone = aiohttp.ClientSession(running.origin, headers=headers)
    async with desk, phone:
        await ask(desk, "POST", "/api/v1/sign-in", json={"username": "wang", "password": PASSWORD})
        _, _, listed = await ask(desk, "GET", "/api/v1/cases")
        case = f"/api/v1/cases/{listed['cases'][0]['id']}"
        _, _, link = await ask(desk, "POST", f"{case}/invitations")
        answers.pop()  # the one answer that hands the link out
        secrets["link"] = link["url"].rpartition("/")[2].encode()
        claim = f"/api/v1/invitations/{secrets['link'].decode()}/claim"
        _, _, claimed = await ask(phone, "POST", claim, json={})
        given = {"version": claimed["visit"]["consent"]["version"], "is_given": True}
        await ask(phone, "POST", "/api/v1/visit/consent", json=given)
        for name, session, path in (
            ("desk's media", desk, f"{case}/call"),
            ("phone's media", phone, "/api/v1/visit/call"),
        ):
            _, _, seat = await ask(session, "POST", path)
            answers.pop()
            secrets[f"{name} token"] = seat["token"].encode()
            bearer = {"Authorization": f"Bearer {seat['token']}", "Content-Type": "application/sdp"}
            status, _, _ = await ask(session, "POST", seat["whip"], data="v=0", headers=bearer)
            assert status == 400
        for session in (desk, phone):
            for cookie in session.cookie_jar:
                secrets[f"cookie {cookie.key} {session is desk}"] = cookie.value.encode()
        used_up = f"/j/{secrets['link'].decode()}x"
        for path in (claim, used_up, f"/api/v1/evidence/{secrets['link'].decode()}/original"):
            await ask(desk, "GET", path)
        await ask(desk, "POST", "/api/v1/sign-in", data=b"{" + secrets["password"])
    assert len(secrets) >= 6, secrets.keys()
    await running.stop()

    keys = keys_of(running.data)
    assert keys
    found = but_keys(files_with(running.data, secrets | keys))
    assert found == {}
    assert found_in(running.log.read_bytes(), secrets | keys) == set()
    assert [found_in(one, secrets | keys) for one in answers if found_in(one, secrets | keys)] == []
    for path in running.data.rglob("*.key"):
        assert path.stat().st_mode & 0o777 == 0o600, path


async def _json(answer):
    return await answer.json() if answer.content_type.endswith("json") else None


async def test_nothing_that_leaves_the_house_carries_a_key(tmp_path, clock):
    """Record, sheets, notice and pack of a concluded case, and the database they came from."""
    archive = await full_case(tmp_path, clock)
    keys = keys_of(tmp_path)
    assert len(keys) == 4, "authority and signer"
    pack = await archive.export()
    await archive.database.close()
    assert found_in(pack, keys) == set()
    assert but_keys(files_with(tmp_path, keys)) == {}
