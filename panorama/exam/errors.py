"""Refusals of the exams."""

from foundation.errors import Kind, Problem


class UnknownRoom(Problem):
    """There is no such sample room."""

    code = "exam.unknown_room"
    zh = "没有“{room}”这间样板间。请刷新页面，从列表中选择。"
    en = "There is no sample room “{room}”. Reload the page and choose one of the list."


class NothingToFind(Problem):
    """The layout offers no place for any fault."""

    kind = Kind.CONFLICT
    code = "exam.nothing_to_find"
    zh = "“{room}”这间样板间出不了题，请换一间。"
    en = "No fault can be built into the room “{room}”. Choose another."


class PicturesBusy(Problem):
    """Too many rooms wait to be drawn."""

    kind = Kind.UNAVAILABLE
    code = "exam.busy"
    zh = "正在出题的人较多，请过一两分钟再开始。"
    en = "Many exams are being prepared. Begin in a minute or two."


class NothingIsDrawn(Problem):
    """The administrator has switched the drawing of rooms off (`build_rooms`)."""

    kind = Kind.UNAVAILABLE
    code = "exam.nothing_is_drawn"
    zh = "本系统没有开启画面生成，不能准备考场。请联系管理员。"
    en = "This system does not draw rooms, so no exam can be prepared. Ask the administrator."


class TooManyExams(Problem):
    """More exams than anybody takes."""

    kind = Kind.TOO_OFTEN
    code = "exam.too_many"
    zh = "准备的考核和练习太多，请 {wait_min} 分钟后再试。"
    en = "Too many exams and practice runs. Try again in {wait_min} minutes."


class NoMoreToday(Problem):
    """An exam that can be repeated at will tests patience."""

    kind = Kind.TOO_OFTEN
    code = "exam.no_more_today"
    zh = "今天已经考了 {most} 次，请明天再考。练习不占考核次数。"
    en = "That makes {most} exams today. The next is tomorrow; practice is not counted."


class UnderWay(Problem):
    """One exam at a time."""

    kind = Kind.CONFLICT
    code = "exam.under_way"
    zh = "您有一次考核还没有交卷。请先在原来的浏览器中完成，或等它到时自动交卷。"
    en = "An exam of yours is under way. Finish it in its browser, or wait for its time to end."


class NotReady(Problem):
    """The pictures are still being drawn."""

    kind = Kind.CONFLICT
    code = "exam.not_ready"
    zh = "画面还在生成，请稍等，好了会自动提示。计时从您点“开始”算起。"
    en = "The pictures are being drawn; the page says when they are there. Time runs from “Begin”."


class NotBegun(Problem):
    """An answer before the beginning."""

    kind = Kind.CONFLICT
    code = "exam.not_begun"
    zh = "考核还没有开始，请先点“开始”。"
    en = "The exam has not begun. Press “Begin” first."


class Over(Problem):
    """No further answer is taken."""

    kind = Kind.CONFLICT
    code = "exam.over"
    zh = "已经结束，不能再作答。请刷新页面查看结果。"
    en = "It is over and takes no further answer. Reload the page to see the result."


class UnknownChoice(Problem):
    """An answer that names something which is not in this exam."""

    code = "exam.unknown_choice"
    zh = "“{choice}”不在这次考核里。请从列表中选择。"
    en = "“{choice}” is not part of this exam. Choose from the list."
