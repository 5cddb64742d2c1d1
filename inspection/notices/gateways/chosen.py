"""The gateways that the settings choose, by channel."""

from collections.abc import Callable, Mapping
from typing import Any

from foundation.clock import Clock
from foundation.settings import Settings
from inspection.notices.gateways import aliyun, tencent
from inspection.notices.gateways.aliyun import AliyunSms
from inspection.notices.gateways.gateway import Gateway
from inspection.notices.gateways.local import ConsoleGateway, FileGateway
from inspection.notices.gateways.smtp import SmtpMail
from inspection.notices.gateways.tencent import TencentSms
from inspection.notices.gateways.wecom import WecomApp, WecomRobot
from inspection.notices.gateways.wire import Wire
from inspection.notices.model import Channel
from inspection.notices.receipts import Report


def gateways_of(settings: Settings, clock: Clock) -> Mapping[Channel, Gateway]:
    """One gateway per channel that is switched on."""
    names = {
        Channel.SMS: settings.sms_gateway,
        Channel.EMAIL: settings.email_gateway,
        Channel.WECOM: settings.wecom_gateway,
    }
    return {
        channel: _gateway(name, channel, settings, clock)
        for channel, name in names.items()
        if name != "none"
    }


def _gateway(name: str, channel: Channel, settings: Settings, clock: Clock) -> Gateway:
    wire, sms = Wire(frozenset(settings.notice_hosts)), settings.sms_url
    match name:
        case "console":
            return ConsoleGateway(channel)
        case "aliyun":
            return AliyunSms(
                wire,
                clock,
                sms or aliyun.URL,
                settings.sms_key_id,
                settings.sms_key_secret,
                settings.sms_sign,
                settings.sms_templates,
            )
        case "tencent":
            return TencentSms(
                wire,
                clock,
                sms or tencent.URL,
                settings.sms_key_id,
                settings.sms_key_secret,
                settings.sms_app,
                settings.sms_region,
                settings.sms_sign,
                settings.sms_templates,
            )
        case "smtp":
            return SmtpMail(
                settings.smtp_host,
                settings.smtp_port,
                settings.smtp_security,
                settings.smtp_user,
                settings.smtp_password,
                settings.smtp_from,
            )
        case "robot":
            return WecomRobot(wire, settings.wecom_url, settings.wecom_key)
        case "app":
            return WecomApp(
                wire,
                settings.wecom_url,
                settings.wecom_corp,
                settings.wecom_agent,
                settings.wecom_secret,
                settings.wecom_to,
            )
        case _:
            return FileGateway(channel, settings.data / "notices" / "messages.jsonl", clock)


ReadReports = Callable[[Any], list[Report]]
REPORTS: Mapping[str, tuple[ReadReports, Mapping[str, object]]] = {
    "aliyun": (aliyun.reports_of, aliyun.RECEIPT_ANSWER),
    "tencent": (tencent.reports_of, tencent.RECEIPT_ANSWER),
}
"""By gateway: how its delivery reports are read, and what it wants to hear then."""
