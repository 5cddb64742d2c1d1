"""A small record with one of everything."""

from hashlib import sha256

from inspection.record.model import Custody, Line, Part, Picture, RecordContent, Verdicts
from tests.support.pictures import jpeg

PHOTO = jpeg("hood", (1600, 1200))
DIGEST = sha256(PHOTO).hexdigest()


def a_content():
    picture = Picture("EX-01", DIGEST, "手机原始照片", "2026-11-24 10:21:33", 1600, 1200, "王建国")
    clause = ("《饮食业油烟排放标准（试行）》5.1",)
    note = "罩口每边超出灶台十二厘米 #let x = [*] $ \\ 龑䶮"
    lines = (
        Line("EX-01", "集烟罩罩住灶台", "The hood covers the stoves", True, "pass", "符合", note,
             "王勘验", clause, (picture,)),
        Line("EX-02", "烟道密封", "The duct is tight", False, "needs_on_site", "需现场复核", "",
             "赵勘验", (), ()),
    )  # fmt: skip
    return RecordContent(
        case_number="KC-2026-0007", shop_name="老王家常菜馆", format_zh="中型餐馆",
        address="云州县解放路 128 号", credit_code="92330100MA2XXXXX1T", applicant="王建国",
        activities=("热食类食品制售",), area_m2="120", stoves=3, accepted="2026-11-23 09:00:00",
        mode_zh="远程视频勘验", began="2026-11-24 10:00:00", ended="2026-11-24 10:42:10",
        inspectors=("王勘验", "赵勘验"), consent_version="2026-11-01",
        consent_given="2026-11-24 10:00:30", checklist_version="3f9a2c",
        parts=(Part("s1", "油烟净化", "Oil fume", lines),),
        left_out=("KL-09 本店不做冷食", "KL-10 本店不做冷食"),
        food=Verdicts("pass", "符合", "complies"),
        fume=Verdicts("go_on_site", "需现场复核", "to be checked on site"),
        reasons=("EX-02 需现场复核",),
        custody=Custody(31, "a1" * 32, "b2" * 32),
    )  # fmt: skip
