"""Where a case is and what comes next, in an applicant's plain words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from foundation.text import Bilingual
from inspection.cases.machine import ENDS, Act, State
from inspection.cases.moves import Moved
from inspection.licensing.callback import News


@dataclass(frozen=True)
class Words:
    """What is so now, and what happens next or what the applicant does."""

    now: Bilingual
    next: Bilingual


NOW: Final[Mapping[State, Words]] = {
    State.RECEIVED: Words(
        Bilingual("申请已收到，等待预检", "We have your application"),
        Bilingual("窗口会核对选址和材料，不用您操作。", "The window checks it; nothing to do."),
    ),
    State.PRE_CHECK: Words(
        Bilingual("正在核对选址和材料", "Site and papers are being checked"),
        Bilingual("缺什么窗口会打电话给您。", "The window calls you if anything is missing."),
    ),
    State.ACCEPTED: Words(
        Bilingual("已受理，接下来安排勘验", "Accepted; the inspection is next"),
        Bilingual("请预约视频勘验的时间。", "Book a time for the video inspection."),
    ),
    State.PREPARING: Words(
        Bilingual("请准备视频勘验", "Get ready for the video inspection"),
        Bilingual("请预约时间，或按约定等待接通。", "Book a time, or wait to be called."),
    ),
    State.BOOKED: Words(
        Bilingual("勘验时间已约好", "Your inspection is booked"),
        Bilingual("到时请在店里打开这个链接。", "Be at the shop and open this link then."),
    ),
    State.INSPECTING: Words(
        Bilingual("正在勘验", "The inspection is going on"),
        Bilingual("请按勘验人员的提示拍摄。", "Film what the inspectors ask for."),
    ),
    State.REVIEWING: Words(
        Bilingual("勘验结束，等待各方签字", "The record waits for signatures"),
        Bilingual("签完字马上出结果。", "The result follows with the last signature."),
    ),
    State.SUPPLEMENT_DUE: Words(
        Bilingual("需要整改或补充材料", "Something has to be put right"),
        Bilingual(
            "请按上面的告知单在期限内改好，再联系窗口安排复查。",
            "Put right what the notice above names in time, then ask the window for a second look.",
        ),
    ),
    State.DETERMINED: Words(
        Bilingual("结果已出，正在送往审批系统", "The result is on its way to licensing"),
        Bilingual("送达后这里会更新，不用您操作。", "This page tells when it is there."),
    ),
    State.PUSHED: Words(
        Bilingual("审批部门正在制证", "Licensing is working on your licence"),
        Bilingual("可以先选好怎么领证。", "You can choose how to get it meanwhile."),
    ),
    State.LICENSED: Words(
        Bilingual("许可证已发放", "Your licence was issued"),
        Bilingual("请按您选的方式领取。", "Get it the way you chose."),
    ),
    State.CLOSED: Words(
        Bilingual("已办结", "Finished"),
        Bilingual("这件事已经办完，您可以关闭页面。", "All is done. You may close this page."),
    ),
    State.WITHDRAWN: Words(
        Bilingual("申请已撤回", "The application was withdrawn"),
        Bilingual("想再办的话，请重新申请。", "Apply again whenever you wish."),
    ),
    State.NO_SHOW: Words(
        Bilingual("上次没有接通，请重新预约", "We missed you; book another time"),
        Bilingual("没接通不算勘验不合格。", "A missed call is no failed inspection."),
    ),
    State.TECHNICAL_ABORT: Words(
        Bilingual("上次因技术问题中断，请重新预约", "The call broke off; book another time"),
        Bilingual(
            "中断不算勘验不合格，已拍好的不用再拍。",
            "That is no failed inspection, and what was filmed stays.",
        ),
    ),
    State.ON_SITE: Words(
        Bilingual("勘验人员将到现场查看", "An inspector will come to you"),
        Bilingual("上门前会打电话给您。", "They call before they come."),
    ),
}
# How a case ended says more than that it did.
ENDED: Final[Mapping[Act, Words]] = {
    Act.DECLINE: Words(
        Bilingual("申请没有被受理", "The application was not accepted"),
        Bilingual(
            "按下面的理由改好后可以重新申请；有疑问请联系窗口。",
            "Apply again once that is put right; ask the window if it is not clear.",
        ),
    ),
    Act.REINSPECT: Words(
        Bilingual("已转为复查", "It goes on as a second look"),
        Bilingual(
            "只查上次没有通过的项目，窗口会发新的链接给您。",
            "Only what failed is looked at. The window sends you a new link.",
        ),
    ),
    Act.APPEAL: Words(
        Bilingual("异议已受理，另派人员勘验", "Your objection was taken; others will inspect"),
        Bilingual("窗口会发新的链接给您。", "The window sends you a new link."),
    ),
    Act.LAPSE: Words(
        Bilingual("整改期限已过，已办结", "The days to put it right are over"),
        Bilingual("改好后可以重新申请。", "Apply again once it is put right."),
    ),
    Act.LAPSE_GAPS: Words(
        Bilingual("承诺补交的材料逾期未交，已办结", "The papers you promised never came"),
        Bilingual("材料备齐后可以重新申请。", "Apply again once you have them."),
    ),
    Act.REFUSE_LICENCE: Words(
        Bilingual("审批部门决定不予许可", "Licensing did not grant the licence"),
        Bilingual(
            "理由见下面；不服可以依法申请复议或提起诉讼。",
            "The reason is below. You may ask for a review or go to court.",
        ),
    ),
}
PAPERS_FIRST: Final = Words(
    Bilingual(
        "结果已出，容缺材料审核通过后送审批",
        "The result is out; it leaves once your papers are accepted",
    ),
    Bilingual("请按期补交材料。", "Hand in the papers in time."),
)
MAILED: Final = Words(
    Bilingual("许可证已寄出", "Your licence is in the post"),
    Bilingual("请留意查收快递。", "Look out for the parcel."),
)
COLLECTED: Final = Words(
    Bilingual("许可证已领取", "You have your licence"),
    Bilingual("事情已经办完，您可以关闭页面。", "All is done. You may close this page."),
)


def words_of(
    state: State, moves: Sequence[Moved], told: Sequence[News], *, waits_for_papers: bool = False
) -> Words:
    """What is so now, by where the case stands, how it came there, and what licensing told.

    Args:
        waits_for_papers: some that may follow an acceptance are not there yet.
    """
    if state is State.DETERMINED and waits_for_papers:
        return PAPERS_FIRST
    if state is not State.CLOSED:
        return NOW[state]
    last = moves[-1].act if moves else None
    if last in ENDED:
        return ENDED[last]
    if News.COLLECTED in told:
        return COLLECTED
    return MAILED if News.MAILED in told else NOW[state]


def reason_of(state: State, moves: Sequence[Moved]) -> str:
    """Why it ended otherwise than with a licence, "" where nobody is owed a reason."""
    if state not in ENDS or not moves:
        return ""
    owed = moves[-1].act in {Act.DECLINE, Act.WITHDRAW, Act.LAPSE, Act.LAPSE_GAPS}
    return moves[-1].why if owed else ""
