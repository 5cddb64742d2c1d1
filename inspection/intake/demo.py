"""A bureau to try things with: eight people, three applications. Never in production."""

from foundation.clock import Clock
from foundation.database import Database
from foundation.identity.model import Role, User
from foundation.identity.signin import SignIns
from foundation.ids import new_id
from foundation.text import Bilingual
from inspection.cases import store
from inspection.cases.model import Activity, Application
from inspection.cases.service import Cases
from inspection.dispatch import store as duty
from inspection.dispatch.model import Pair, openings_of
from inspection.templates.shelf import DEFAULT

PASSWORD = "demo-2026-yunkan"  # noqa: S105 - printed by ./run; a production start has no demo data

PEOPLE = (
    ("liu", "刘敏", Role.CLERK, "行政审批服务局 · 窗口"),
    ("wang", "王建国", Role.INSPECTOR, "行政审批服务局 · 勘验科"),
    ("zhao", "赵晓燕", Role.INSPECTOR, "行政审批服务局 · 勘验科"),
    ("chen", "陈志强", Role.SUPERVISOR, "行政审批服务局 · 督办室"),
    ("sun", "孙丽", Role.TRAINER, "行政审批服务局 · 培训中心"),
    ("he", "何静", Role.REVIEWER, "市场监督管理局 · 餐饮科"),
    ("lin", "林涛", Role.REVIEWER, "综合行政执法局 · 油烟科"),
    ("hu", "胡海波", Role.ADMINISTRATOR, "行政审批服务局 · 信息科"),
)
REVIEWS = {"he": "market", "lin": "urban"}  # called to a case where departments judge apart

HOURS = "workday 09:00-12:00, workday 13:30-17:00, workday/24 18:00-20:00, weekend/6 09:00-12:00"

HOT = Activity("hot", Bilingual("热食类食品制售", "Hot food made and sold"))
COLD = Activity("cold_veg", Bilingual("冷加工糕点、凉菜（植物性）", "Cold vegetable dishes"))
DRINK = Activity("drink", Bilingual("自制饮品制售", "Drinks made and sold"))

RESTAURANT = Application(
    shop_name="老街坊家常菜馆",
    format_zh="中型餐馆",
    address="历城县人民路 88 号 1 层",
    credit_code="91370112MA3C00BX2D",
    applicant_name="李桂芳",
    applicant_phone="13800138000",
    activities=(HOT,),
    facts={
        "area_m2": 120,
        "dining_m2": 70,
        "stoves": 4,
        "fume": True,
        "hot": True,
        "dine_in": True,
        "gas": "ng",
        "sinks": 5,
        "operating": False,
        "outlet_distance_m": 22,
        "store": True,
        "public_gathering": True,
        "latitude": 36.68012,
        "longitude": 117.06845,
    },
)
DRINKS = Application(
    shop_name="山楂树下饮品店",
    format_zh="饮品店",
    address="历城县文化路 12 号",
    credit_code="92370112MA3D11CY3M",
    applicant_name="周子涵",
    applicant_phone="13900139000",
    activities=(DRINK,),
    facts={
        "area_m2": 36,
        "dining_m2": 18,
        "stoves": 0,
        "fume": False,
        "hot": False,
        "drink": True,
        "dine_in": True,
        "gas": "none",
        "electric_only": True,
        "sinks": 3,
        "simple": True,
        "latitude": 36.68274,
        "longitude": 117.07391,
    },
)
CANTEEN = Application(
    shop_name="城关镇第二小学食堂",
    format_zh="单位食堂（学校）",
    address="历城县育才街 5 号",
    credit_code="12370112MB0E22DW4M",
    applicant_name="吴海涛",
    applicant_phone="13700137000",
    activities=(HOT, COLD),
    facts={
        "area_m2": 260,
        "dining_m2": 160,
        "stoves": 6,
        "fume": True,
        "steam": True,
        "hot": True,
        "cold_veg": True,
        "canteen": True,
        "dine_in": True,
        "prepares": True,
        "gas": "ng",
        "sinks": 8,
        "hoods": 2,
        "outlet_distance_m": 35,
        "store": True,
        "toilet_inside": True,
        "latitude": 36.67588,
        "longitude": 117.06127,
    },
)


async def set_up_demo(database: Database, clock: Clock, rules: str = DEFAULT) -> None:
    """Fills an empty database; does nothing when there already are cases."""
    async with database.reading() as view:
        if await store.count(view):
            return
    sign_ins = SignIns(database, clock)
    users: dict[str, User] = {}
    for username, name, role, department in PEOPLE:
        users[username] = await sign_ins.add_user(
            username=username,
            name=name,
            role=role,
            department=department,
            password=PASSWORD,
            reviews=REVIEWS.get(username, ""),
        )
    both = (users["wang"].id, users["zhao"].id)
    pair = Pair(new_id("pair", clock.now()), both, openings_of(HOURS))
    async with database.transaction() as transaction:
        await duty.add_pair(transaction, pair)
    cases = Cases(database, clock, rules)
    for application in (RESTAURANT, DRINKS, CANTEEN):
        await cases.accept(application, (users["wang"], users["zhao"]))
