"""Every described route under generated requests, by everybody: nothing answers with a fault.

schemathesis reads `/api/openapi.json` and sends what fits the description, what almost does and
what does not. `FUZZ_EXAMPLES=100` asks more of each route.
"""

import asyncio
import os
import re

import aiohttp
import pytest

from tests.support.calls import demo_cases, signed_in
from tests.support.service import CHECKOUT, Service

EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "15")
PROGRAM = CHECKOUT / ".fuzz/bin/st"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
STAFF = ("wang", "chen", "liu")
NOBODY, APPLICANT = "nobody", "applicant"
EVERYBODY = [NOBODY, *STAFF, APPLICANT]
SIGNING_OUT = "sign-out"  # the rest of the run would be a stranger's


@pytest.fixture
async def service(tmp_path_factory):
    """One for each caller: what the one before did to cases and people is no part of this run."""
    folder = tmp_path_factory.mktemp("fuzzed")
    await demo_cases(folder / "data", 1)
    made = Service(folder / "data")
    await made.start()
    yield made
    await made.stop()


async def phone_of(service, staff, case):
    """The cookie of an applicant who opened the link of this case and agreed."""
    async with staff.post(f"/api/v1/cases/{case}/invitations") as answer:
        link = (await answer.json())["url"]
    jar = aiohttp.CookieJar(unsafe=True)
    phone = aiohttp.ClientSession(
        service.origin, headers={"Origin": service.origin}, cookie_jar=jar
    )
    async with phone.post(f"/api/v1/invitations/{link.rpartition('/')[2]}/claim") as answer:
        assert answer.status == 200, await answer.text()
    return phone


async def fuzzed(service, folder, http, case, item, room):
    """What schemathesis says; real names stand where a route wants a case, an item or a room."""
    cookies = "; ".join(f"{one.key}={one.value}" for one in http.cookie_jar) if http else ""
    config = folder / "schemathesis.toml"
    config.write_text(f'[parameters]\ncase = "{case}"\nitem = "{item}"\nroom = "{room}"\n')
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *("--config-file", config, "run", f"{service.origin}/api/openapi.json"),
        *("-H", f"Cookie: {cookies}", "-H", f"Origin: {service.origin}"),
        *("-c", ",".join(CHECKS), "-n", EXAMPLES, "--phases", "examples,coverage,fuzzing"),
        *("--seed", "20261130", "--continue-on-failure", "--exclude-path-regex", SIGNING_OUT),
        cwd=folder,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "fuzz_texts",
            "PYTHONPATH": str(CHECKOUT / "tests/support"),
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return process.returncode, told.decode()


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("who", EVERYBODY)
async def test_no_request_makes_any_route_fail_or_say_what_is_not_described(service, tmp_path, who):
    assert PROGRAM.exists(), "./run tests --nightly installs it"
    wang = await signed_in(service)
    async with wang.get("/api/v1/cases") as answer:
        case = (await answer.json())["cases"][0]["id"]
    async with wang.get(f"/api/v1/cases/{case}") as answer:
        item = (await answer.json())["checklist"]["sections"][0]["items"][0]["id"]
    async with wang.post(f"/api/v1/cases/{case}/call") as answer:
        room = re.findall(r"/calls/([^/]+)/", (await answer.json())["socket"])[0]
    if who == APPLICANT:
        http = await phone_of(service, wang, case)
    else:
        http = None if who == NOBODY else await signed_in(service, who)
    failed, told = await fuzzed(service, tmp_path, http, case, item, room)
    for session in (wang, http):
        if session is not None:
            await session.close()
    assert not failed, told
