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


class PasswordLapsed(Problem):
    """A password that was given out holds for three days."""

    kind = Kind.UNKNOWN_PERSON
    code = "identity.password_lapsed"
    zh = "这个一次性密码已过期。请联系系统管理员重置。"
    en = "This one-time password has lapsed. Ask the administrator for another."


class PasswordToChange(Problem):
    """Signed in with a password somebody else knows: nothing else before one of their own."""

    kind = Kind.CONFLICT
    code = "identity.password_to_change"
    zh = "您用的是一次性密码，请先设置自己的密码。"
    en = "You signed in with a one-time password. Set a password of your own first."


class PasswordTooShort(Problem):
    """A password that can be guessed."""

    code = "user.password_too_short"
    zh = "密码至少 {least} 个字符，请换一个更长的密码。"
    en = "A password has at least {least} letters. Choose a longer one."


class SamePassword(Problem):
    """The one-time password is known to somebody else."""

    code = "user.same_password"
    zh = "新密码与原密码相同，请换一个。"
    en = "The new password is the old one. Choose another."


class NameTaken(Problem):
    """Two people can not sign in under one name."""

    kind = Kind.CONFLICT
    code = "user.name_taken"
    zh = "用户名“{username}”已存在，请换一个。"
    en = "The name “{username}” is taken. Choose another."


class ReviewsNothing(Problem):
    """A reviewer without a department has nothing to judge; nobody else reviews."""

    code = "user.reviews_nothing"
    zh = "部门审查人员（reviewer）要指明部门，其他岗位不用。请修改后重试。"
    en = "A reviewer needs a department, and nobody else has one. Correct it and try again."


class OldPasswordWrong(Problem):
    """The password so far is asked for, so that an open browser is not enough."""

    code = "user.old_password_wrong"
    zh = "原密码不正确，请检查后重试。"
    en = "The password so far is wrong. Check it and try again."


class LastAdministrator(Problem):
    """Without an administrator nobody could be let in any more."""

    kind = Kind.CONFLICT
    code = "user.last_administrator"
    zh = "这是最后一名系统管理员，不能停用或改换岗位。请先添加另一名系统管理员。"
    en = "This is the last administrator. Add another one before you change this one."


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
