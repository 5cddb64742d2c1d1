"""What a person sees after `./run`: where to go, as whom, and a code for the phone."""

import io

import segno

from foundation.clock import Clock
from foundation.database import Database
from foundation.identity import links
from foundation.identity.model import Role
from foundation.settings import Settings
from inspection.cases import store
from inspection.cases.machine import MOVES, Act, State
from inspection.cases.moves import SYSTEM
from inspection.cases.moving import move
from inspection.intake.demo import PASSWORD, PEOPLE

ROLES = {
    Role.CLERK: "窗口",
    Role.INSPECTOR: "勘验",
    Role.LEAD: "组长",
    Role.REVIEWER: "部门审查",
    Role.SUPERVISOR: "督办",
    Role.TRAINER: "培训",
    Role.TEMPLATE_EDITOR: "模板管理",
    Role.AUDITOR: "审计",
    Role.INTEGRATOR: "接口管理",
    Role.ADMINISTRATOR: "系统管理",
}
# Two inspectors share no browser: the second sign-in would replace the first.
FIRST_STEPS = (
    "  试一次 try it",
    "    1 打开第一条申请人链接 · open the first applicant link",
    "    2 另开窗口，以 wang 登录工作台 · in another window, sign in at the desk as wang",
    "    3 打开“老街坊家常菜馆”，开始连线 · open that shop's case, start the call",
    "    4 签字需两名勘验人员：无痕窗口以 zhao 登录 · second signature: zhao, private window",
)


async def greeting(settings: Settings, database: Database, clock: Clock) -> str:
    """The text to print. Makes a fresh link for each demo case nobody has opened yet."""
    lines = [
        "",
        "  云勘 Yunkan 已启动 · is running",
        "",
        f"  工作台 desk          {settings.origin}/desk",
        f"  样板间 sample rooms  {settings.origin}/rooms",
        "                       首次启动时在后台渲染 · rendered in the background at first",
    ]
    if settings.licensing_url:
        lines.append(f"  审批系统（模拟）licensing simulator  {settings.licensing_url}")
    lines += ["", f"  登录 sign-ins（密码 password: {PASSWORD}）"]
    for username, name, role, _ in PEOPLE:
        lines.append(f"    {username:<6} {name} · {ROLES[role]} {role.value}")
    lines += ["", "  申请人链接，每条归首先打开的设备 · applicant links, each for one device"]
    first_url = ""
    for shop, url in await _applicant_links(settings, database, clock):
        lines.append(f"    {shop}：{url or '已在设备上打开，可在工作台重新邀请 · already opened'}")
        first_url = first_url or url
    if first_url and settings.tls:
        drawing = io.StringIO()
        segno.make(first_url, error="l").terminal(drawing, compact=True)
        lines += ["", "  手机扫码 scan with the phone（同一网络 same network）", drawing.getvalue()]
    lines += ["", *FIRST_STEPS, "", "  停止 stop: Ctrl+C", ""]
    return "\n".join(lines)


async def _applicant_links(
    settings: Settings, database: Database, clock: Clock
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    async with database.transaction() as transaction:
        for case in await store.queue(transaction):
            link = await links.latest(transaction, case.id, clock)
            invites = case.state in MOVES[Act.INVITE].sources
            is_open = invites or case.state is State.BOOKED  # an appointment outlives its link
            if not is_open or (link is not None and link.state == "claimed"):
                found.append((case.application.shop_name, ""))
                continue
            if invites:
                await move(transaction, case, Act.INVITE, by=SYSTEM, now=clock.now())
            secret, _ = await links.make(
                transaction, case_id=case.id, made_by="system", clock=clock
            )
            found.append((case.application.shop_name, f"{settings.origin}/j/{secret}"))
    return found
