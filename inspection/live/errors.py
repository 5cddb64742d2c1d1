"""Refusals of the call."""

from foundation.errors import Kind, Problem


class ConsentMissing(Problem):
    """No picture before the applicant agreed."""

    kind = Kind.CONFLICT
    code = "visit.consent_missing"
    zh = "请先阅读并同意视频勘验告知，再进入连线。"
    en = "Read the notice and agree first, then join the call."


class OldConsentText(Problem):
    """The page showed a text that is no longer the current one."""

    kind = Kind.CONFLICT
    code = "visit.consent_outdated"
    zh = "告知内容已更新，请刷新页面后重新阅读。"
    en = "The notice has changed. Reload the page and read it again."


class CallNotOpen(Problem):
    """Nobody has opened the call, or it has ended."""

    kind = Kind.CONFLICT
    code = "call.not_open"
    zh = "视频勘验尚未开始或已经结束。请在等候页稍候。"
    en = "The call has not begun or has ended. Please wait on the waiting page."


class RoomFull(Problem):
    """More pages than a call needs."""

    kind = Kind.TOO_OFTEN
    code = "call.room_full"
    zh = "这次连线的窗口过多。请关闭多余的页面后重试。"
    en = "Too many pages are open in this call. Close some and try again."


class NoSocketAsked(Problem):
    """A plain request at the address of a WebSocket, or a proxy that does not pass the upgrade."""

    code = "call.no_upgrade"
    zh = (
        "这里只接受 WebSocket 连接。如果您正在使用勘验页面，"
        "请联系管理员检查代理服务器的 WebSocket 设置。"
    )
    en = (
        "Only WebSocket connections are answered here. If you see this from the call page, ask "
        "your administrator whether the proxy passes WebSocket upgrades."
    )


class WrongFrame(Problem):
    """A page said something the room does not understand or this person may not say."""

    code = "call.wrong_frame"
    zh = "消息未被接受（{place}）：{reason_zh}。请刷新页面后重试。"
    en = "The message was not taken ({place}): {reason_en}. Reload the page and try again."


class TooFast(Problem):
    """More messages per second than a person can cause."""

    kind = Kind.TOO_OFTEN
    code = "call.too_fast"
    zh = "消息过于频繁，已断开，请稍候重连。"
    en = "Too many messages; the connection was closed. Reconnect in a moment."


class SentTooMuch(Problem):
    """Somebody's picture was far above what the room allows and stayed there."""

    kind = Kind.TOO_OFTEN
    code = "call.sent_too_much"
    zh = "画面的数据量远超允许范围，连接已断开。请关闭占用摄像头的其他应用，刷新页面后重新进入。"
    en = "The picture was far above the limit; the connection was closed. Reload to come back."


class PictureOff(Problem):
    """The phone sends no moving picture on this rung, so there is none to capture from."""

    kind = Kind.CONFLICT
    code = "call.picture_off"
    zh = "手机当前只传静态图，没有视频画面，未取证。请用“要手机原图”（S 键），或先把画质调回视频。"
    en = "The phone sends no video on this setting; nothing was captured. Ask for a full still "
    en += "(key S), or set the quality back to video."


class SnapshotTooOften(Problem):
    """More stills to look at than the rung asks for."""

    kind = Kind.TOO_OFTEN
    code = "call.snapshot_too_often"
    zh = "静态图发送过于频繁，这一张没有保留，稍后会自动再发。"
    en = "Stills come too often; this one was dropped. The next one is sent by itself."


class NotASnapshot(Problem):
    """No JPEG, or larger than what is worth sending every two seconds."""

    kind = Kind.UNREADABLE
    code = "call.not_a_snapshot"
    zh = "收到的不是可用的静态图，已丢弃。请刷新手机页面后重试。"
    en = "What arrived is no usable still; it was dropped. Reload the page on the phone."


class NoSnapshot(Problem):
    """None has come in this call, or this person is not in it."""

    kind = Kind.CONFLICT
    code = "call.no_snapshot"
    zh = "还没有静态图，或您尚未进入这次连线。请进入连线后稍候。"
    en = "There is no still yet, or you are not in this call. Join it and wait a moment."
