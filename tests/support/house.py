"""A whole service for API tests: real app, real SQLite file, real blobs, real media engine."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient

from foundation.identity.model import Role
from foundation.identity.signin import SignIns
from foundation.identity.tree import ROOT
from foundation.settings import Settings
from inspection.cases.service import Cases
from inspection.house import House, build_house
from inspection.intake.demo import PASSWORD, RESTAURANT, set_up_demo
from tests.support.contract import Contract

CHECKOUT = Path(__file__).parents[2]


@dataclass
class Browser:
    """One person's browser: own cookies, same-origin requests, every answer as published."""

    client: TestClient
    contract: Contract | None = None

    async def ask(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        headers = {"Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
        async with self.client.request(method, path, headers=headers, **more) as response:
            is_json = response.content_type.endswith("json")
            body = await (response.json() if is_json else response.read())
        if self.contract is not None:
            self.contract.check(method, path, response.status, response.content_type, body)
        return response.status, body

    async def good(self, method: str, path: str, **more: Any) -> Any:
        status, body = await self.ask(method, path, **more)
        assert status < 300, (method, path, status, body)
        return body

    async def refused(self, method: str, path: str, **more: Any) -> tuple[int, str]:
        """Status and code of a refusal; both languages must be there."""
        status, body = await self.ask(method, path, **more)
        assert status >= 400, (method, path, status, body)
        assert body["detail_zh"], body
        assert body["detail_en"], body
        assert body["status"] == status
        return status, body["code"]

    async def socket(self, address: str) -> Any:
        return await self.client.ws_connect(address, headers={"Sec-Fetch-Site": "same-origin"})


@dataclass
class Bureau:
    """The demo bureau behind real HTTP."""

    house: House
    database: Any
    clock: Any
    new_client: Any
    contract: Contract
    case_id: str = ""

    async def browser(self) -> Browser:
        return Browser(await self.new_client(self.house.app), self.contract)

    async def staff(self, username: str) -> Browser:
        browser = await self.browser()
        await browser.good(
            "POST", "/api/v1/sign-in", json={"username": username, "password": PASSWORD}
        )
        return browser

    async def applicant(self, clerk: Browser, case_id: str) -> Browser:
        """Invited, claimed, consent given."""
        link = await clerk.good("POST", f"/api/v1/cases/{case_id}/invitations")
        phone = await self.browser()
        token = link["url"].rpartition("/")[2]
        visit = (await phone.good("POST", f"/api/v1/invitations/{token}/claim", json={}))["visit"]
        await phone.good(
            "POST",
            "/api/v1/visit/consent",
            json={"version": visit["consent"]["version"], "is_given": True},
        )
        return phone

    async def foreign_inspector(self) -> Browser:
        sign_ins = SignIns(self.database, self.clock)
        await sign_ins.add_user(
            username="qian", name="钱进", role=Role.INSPECTOR, department="外县", password=PASSWORD
        )
        return await self.staff("qian")

    async def newcomer(
        self, username: str, role: Role, name: str = "新人", unit: str = ROOT
    ) -> Browser:
        """Somebody with this role who joined today, signed in."""
        await SignIns(self.database, self.clock).add_user(
            username=username, name=name, role=role, department="", password=PASSWORD, unit=unit
        )
        return await self.staff(username)

    async def call_reviewer(self, department: str, username: str | None) -> None:
        """A clerk calls a department's reviewer to the case; `None`: the inspectors do it again."""
        liu = await self.staff("liu")
        case = await liu.good("GET", f"/api/v1/cases/{self.case_id}")
        (found,) = (one for one in case["departments"] if one["id"] == department)
        names = {"he": "何静", "lin": "林涛"}
        wanted = next(
            (one["id"] for one in found["candidates"] if one["name"] == names.get(username)), None
        )
        await liu.good(
            "PUT",
            f"/api/v1/cases/{self.case_id}/reviewers/{department}",
            json={"reviewer": wanted},
        )

    async def judge_everything(self, case_id: str = "") -> None:
        """Both inspectors give every item the same verdict; of the bureau's case unless named."""
        for name in ("wang", "zhao"):
            await judge_everything(await self.staff(name), case_id or self.case_id)

    async def another_case(self) -> str:
        return (await Cases(self.database, self.clock).accept(RESTAURANT, ())).id


async def open_bureau(database, clock, data: Path, new_client, **settings: Any) -> Bureau:
    await set_up_demo(database, clock)
    made = Settings(data=data, **{"build_rooms": False, "media_processes": 0, **settings})
    house = build_house(made, database, clock, CHECKOUT)
    bureau = Bureau(house, database, clock, new_client, Contract.of(house.app))
    wang = await bureau.staff("wang")
    cases = (await wang.good("GET", "/api/v1/cases"))["cases"]
    bureau.case_id = next(case["id"] for case in cases if case["stoves"] == 4)
    return bureau


def a_commitment(
    item: str, content: bytes, number: str, taken_at: str = "2026-11-24T02:05:00Z"
) -> dict[str, Any]:
    """The frame by which a phone names a photo's hash at the shutter."""
    return {
        "type": "commit",
        "id": number,
        "item": item,
        "width_px": 1920,
        "height_px": 1080,
        "sha256": sha256(content).hexdigest(),
        "taken_at": taken_at,
    }


async def take_still(
    phone: Browser,
    socket: Any,
    item: str,
    content: bytes,
    number: str,
    **at: str,
) -> Any:
    """Commit at the shutter, wait for the acknowledgement, send the bytes."""
    await socket.send_json(a_commitment(item, content, number, **at))
    while (frame := await socket.receive_json(timeout=5))["type"] != "committed":
        assert frame["type"] != "problem", frame
    return await phone.good(
        "PUT",
        f"/api/v1/visit/stills/{number}",
        data=content,
        headers={"Content-Type": "image/jpeg"},
    )


async def judge_everything(inspector: Browser, case_id: str) -> None:
    """One inspector's verdict and note for every item asked."""
    case = await inspector.good("GET", f"/api/v1/cases/{case_id}")
    for section in case["checklist"]["sections"]:
        for item in section["items"]:
            await inspector.good(
                "PUT",
                f"/api/v1/cases/{case_id}/findings/{item['id']}",
                json={"verdict": "pass", "note": "现场视频查看，符合要求。"},
            )


async def heard(socket, kind):
    """The next frame of a kind; a refusal of ours ends the wait."""
    while (frame := await socket.receive_json(timeout=5))["type"] != kind:
        assert frame["type"] != "problem", frame
    return frame
