"""Settings choose the gateways, and what needs no service behind it keeps to itself."""

import json

import pytest
from structlog.testing import capture_logs

from foundation.settings import Settings
from inspection.notices.gateways.aliyun import AliyunSms
from inspection.notices.gateways.chosen import gateways_of
from inspection.notices.gateways.local import ConsoleGateway, FileGateway
from inspection.notices.gateways.smtp import SmtpMail
from inspection.notices.gateways.tencent import TencentSms
from inspection.notices.gateways.wecom import WecomApp, WecomRobot
from inspection.notices.model import Channel
from tests.support.services import a_message

SMS = {"sms_key_id": "id", "sms_key_secret": "key", "sms_sign": "局", "sms_app": "1400"}
MAIL = {"smtp_host": "mail.example", "smtp_from": "office@county.example"}
APP = {"wecom_corp": "c", "wecom_agent": "1", "wecom_secret": "s", "wecom_to": "liu"}


@pytest.mark.parametrize(
    ("settings", "channel", "kind"),
    [
        ({"sms_gateway": "aliyun", **SMS}, Channel.SMS, AliyunSms),
        ({"sms_gateway": "tencent", **SMS}, Channel.SMS, TencentSms),
        ({"sms_gateway": "console"}, Channel.SMS, ConsoleGateway),
        ({"email_gateway": "smtp", **MAIL}, Channel.EMAIL, SmtpMail),
        ({"email_gateway": "file"}, Channel.EMAIL, FileGateway),
        ({"wecom_gateway": "robot", "wecom_key": "key"}, Channel.WECOM, WecomRobot),
        ({"wecom_gateway": "app", **APP}, Channel.WECOM, WecomApp),
    ],
)
def test_a_gateway_is_chosen_by_its_name(clock, tmp_path, settings, channel, kind):
    gateway = gateways_of(Settings(data=tmp_path, **settings), clock)[channel]
    assert isinstance(gateway, kind)
    assert gateway.channel is channel


def test_without_any_setting_short_messages_go_into_a_file_and_nothing_goes_out(clock, tmp_path):
    (gateway,) = gateways_of(Settings(data=tmp_path), clock).values()
    assert isinstance(gateway, FileGateway)


def test_a_channel_can_be_switched_off(clock, tmp_path):
    assert gateways_of(Settings(data=tmp_path, sms_gateway="none"), clock) == {}


async def test_the_console_shows_neither_number_nor_link():
    with capture_logs() as lines:
        assert await ConsoleGateway(Channel.SMS).send(a_message()) == "try_1"
    said = json.dumps(lines, ensure_ascii=False)
    assert "138****8000" in said
    assert "13800138000" not in said
    assert "secret" not in said


async def test_the_file_takes_one_message_after_the_other(clock, tmp_path):
    gateway = FileGateway(Channel.SMS, tmp_path / "new" / "messages.jsonl", clock)
    for number in range(3):
        await gateway.send(a_message(id=f"try_{number}"))
    lines = gateway.path.read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["try_0", "try_1", "try_2"]
