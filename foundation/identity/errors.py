"""Refusals at the door."""

from foundation.errors import Kind, Problem


class NotSignedIn(Problem):
    """Nobody is signed in, or the sign-in has ended."""

    kind = Kind.UNKNOWN_PERSON
    code = "identity.not_signed_in"
    zh = "您尚未登录或登录已过期，请重新登录。"
    en = "You are not signed in, or the sign-in has ended. Sign in again."


class WrongPassword(Problem):
    """Name and password do not belong together; says nothing about which is wrong."""

    kind = Kind.UNKNOWN_PERSON
    code = "identity.wrong_password"
    zh = "用户名或密码不正确，请检查后重试。"
    en = "User name or password is wrong. Check both and try again."


class TooManyTries(Problem):
    """Somebody guesses."""

    kind = Kind.TOO_OFTEN
    code = "identity.too_many_tries"
    zh = "尝试次数过多，请 {wait_s} 秒后再试。"
    en = "Too many tries. Wait {wait_s} seconds, then try again."


class InvitationNotValid(Problem):
    """Unknown, expired and revoked links get one and the same answer."""

    kind = Kind.HIDDEN
    code = "invitation.not_valid"
    zh = "这个链接无效或已过期。请联系受理窗口，重新发送一条邀请。"
    en = "This link is not valid or has expired. Ask the service window to send a new invitation."


class InvitationTaken(Problem):
    """The link works on the device that opened it first, and on no other."""

    kind = Kind.CONFLICT
    code = "invitation.taken"
    zh = "这个链接已在另一台设备上打开。请在原设备上继续，或请受理窗口重新发送邀请。"
    en = "This link is in use on another device. Go on there, or ask for a new invitation."
