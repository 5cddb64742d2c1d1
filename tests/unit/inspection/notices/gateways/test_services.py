"""What is said to each service and what its answers mean, by servers on loopback."""

import json
import ssl
from urllib.parse import parse_qs

import pytest
from aiohttp import web

from foundation.certificate import ensure_certificate
from foundation.jobs import WillNeverWork
from inspection.notices.gateways.aliyun import AliyunSms, reports_of
from inspection.notices.gateways.gateway import NotSent
from inspection.notices.gateways.smtp import SmtpMail
from inspection.notices.gateways.tencent import TencentSms
from inspection.notices.gateways.tencent import reports_of as tencent_reports_of
from inspection.notices.gateways.wecom import WecomApp, WecomRobot
from inspection.notices.gateways.wire import NoAnswer, Wire
from inspection.notices.model import Kind
from tests.support.services import HttpService, MailService, a_message

WIRE = Wire(frozenset({"127.0.0.1"}))
TEMPLATES = {"booked": "SMS_1"}


def aliyun(clock, url, wire=WIRE):
    return AliyunSms(wire, clock, url, "id", "secret", "县审批局", TEMPLATES)


def tencent(clock, url):
    return TencentSms(WIRE, clock, url, "id", "secret", "1400", "ap-guangzhou", "局", TEMPLATES)


async def test_aliyun_is_given_template_words_and_our_id_signed(clock):
    service = HttpService((200, {"Code": "OK", "BizId": "biz^1"}))
    async with service.running() as url:
        assert await aliyun(clock, url).send(a_message()) == "biz^1"
    ((method, path, headers, body),) = service.requests
    fields = {name: one for name, (one,) in parse_qs(body.decode()).items()}
    assert (method, path, headers["x-acs-action"]) == ("POST", "/", "SendSms")
    assert "content-type;host;x-acs-action" in headers["Authorization"]
    assert fields["PhoneNumbers"] == "13800138000"
    assert fields["OutId"] == "try_1"
    assert fields["TemplateCode"] == "SMS_1"
    assert json.loads(fields["TemplateParam"]) == {"shop": "老街坊", "start": "10:00"}


async def test_tencent_is_given_the_words_in_order(clock):
    taken = {"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": "5000:1"}]}}
    service = HttpService((200, taken))
    async with service.running() as url:
        assert await tencent(clock, url).send(a_message()) == "5000:1"
    ((_, _, headers, body),) = service.requests
    said = json.loads(body)
    assert said["PhoneNumberSet"] == ["+8613800138000"]
    assert said["TemplateParamSet"] == ["老街坊", "10:00"]
    assert said["SessionContext"] == "try_1"
    assert headers["X-TC-Action"] == "SendSms"


def failed(code):
    return (200, {"Response": {"SendStatusSet": [{"Code": code, "Message": ""}]}})


@pytest.mark.parametrize(
    ("make", "answer", "means"),
    [
        (aliyun, (400, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}), WillNeverWork),
        (aliyun, (200, {"Code": "isv.BUSINESS_LIMIT_CONTROL"}), NotSent),
        (aliyun, (400, {"Code": "Throttling.User"}), NotSent),
        (aliyun, (503, {}), NotSent),
        (aliyun, (502, []), NoAnswer),
        (aliyun, web.Response(status=200, text="<html>"), NoAnswer),
        (aliyun, web.Response(status=302, headers={"Location": "/other"}), WillNeverWork),
        (aliyun, None, NoAnswer),
        (tencent, failed("FailedOperation.PhoneNumberInBlacklist"), WillNeverWork),
        (tencent, failed("LimitExceeded.DeliveryFrequencyLimit"), NotSent),
        (tencent, (200, {"Response": {"Error": {"Code": "InternalError"}}}), NotSent),
        (tencent, (200, {"Response": {}}), NoAnswer),
        (tencent, (200, {}), NoAnswer),
    ],
)
async def test_answers_of_operators_are_told_apart(clock, make, answer, means):
    service = HttpService(answer)
    async with service.running() as url:
        with pytest.raises(means):
            await make(clock, url).send(a_message())
    assert len(service.requests) == 1, "nothing is followed and nothing repeated"


async def test_a_kind_without_a_filed_template_never_leaves_the_house(clock):
    service = HttpService((200, {"Code": "OK"}))
    async with service.running() as url:
        for gateway in (aliyun(clock, url), tencent(clock, url)):
            with pytest.raises(WillNeverWork, match="collect"):
                await gateway.send(a_message(kind=Kind.COLLECT))
    assert service.requests == []


async def test_a_host_that_is_not_allowed_is_never_asked(clock):
    service = HttpService((200, {"Code": "OK"}))
    async with service.running() as url:
        with pytest.raises(WillNeverWork, match="notice_hosts"):
            await aliyun(clock, url, Wire(frozenset({"sms.example"}))).send(a_message())
    assert service.requests == []


async def test_a_service_that_can_not_be_reached_surely_sent_nothing(clock):
    async with HttpService((200, {})).running() as url:
        gone = url
    with pytest.raises(NotSent):
        await aliyun(clock, gone).send(a_message())


async def test_what_a_gateway_says_of_a_failure_names_no_secret():
    async with HttpService((200, {})).running() as url:
        gone = url
    with pytest.raises(NotSent) as failure:
        await WecomRobot(WIRE, gone, "robot-key").send(a_message())
    assert "robot-key" not in str(failure.value)
    assert "robot-key" not in repr(WecomRobot(WIRE, gone, "robot-key"))


async def test_the_windows_group_reads_whom_to_telephone_and_no_link():
    service = HttpService((200, {"errcode": 0, "errmsg": "ok"}))
    async with service.running() as url:
        await WecomRobot(WIRE, url, "robot-key").send(a_message())
    ((_, path, _, body),) = service.requests
    assert path == "/cgi-bin/webhook/send?key=robot-key"
    said = json.loads(body)["text"]["content"]
    assert "138****8000" in said
    assert "YK20261124-0001" in said
    assert "secret" not in said


@pytest.mark.parametrize(("code", "means"), [(45009, NotSent), (93000, WillNeverWork)])
async def test_refusals_of_wecom_are_told_apart(code, means):
    async with HttpService((200, {"errcode": code})).running() as url:
        with pytest.raises(means, match=str(code)):
            await WecomRobot(WIRE, url, "key").send(a_message())


async def test_the_app_of_wecom_asks_for_its_token_once_and_anew_when_it_ended():
    taken = (200, {"errcode": 0, "msgid": "m1"})
    service = HttpService(
        (200, {"errcode": 0, "access_token": "first"}),
        taken,
        (200, {"errcode": 42001}),
        (200, {"errcode": 0, "access_token": "second"}),
        taken,
    )
    async with service.running() as url:
        app = WecomApp(WIRE, url, "corp", "1000002", "secret", "liu|chen")
        assert await app.send(a_message()) == "m1"
        assert await app.send(a_message()) == "m1"
    asked = [path.rpartition("access_token=")[2] for _, path, _, _ in service.requests]
    assert [asked[1], asked[2], asked[4]] == ["first", "first", "second"]
    assert json.loads(service.requests[1][3])["touser"] == "liu|chen"


async def test_the_app_of_wecom_says_who_is_not_there():
    answers = [{"errcode": 0, "access_token": "a"}, {"errcode": 0, "invaliduser": "liu"}]
    async with HttpService(*((200, one) for one in answers)).running() as url:
        with pytest.raises(WillNeverWork, match="liu"):
            await WecomApp(WIRE, url, "corp", "1", "secret", "liu|chen").send(a_message())


async def test_the_app_of_wecom_sends_nothing_without_a_token():
    async with HttpService(None).running() as url:
        with pytest.raises(NotSent):
            await WecomApp(WIRE, url, "corp", "1", "secret", "liu").send(a_message())


def mail(port, **more):
    said = {"security": "none", "user": "", "password": "", "sender": "office@county.example"}
    return SmtpMail("127.0.0.1", port, **{**said, **more})


async def test_a_letter_arrives_in_both_languages():
    service = MailService()
    async with service.running() as port:
        said = await mail(port).send(a_message(to="li@example.org"))
    (letter,) = service.letters
    assert said == letter["Message-ID"] == "<try_1@county.example>"
    assert letter["To"] == "li@example.org"
    assert letter["Subject"] == "预约成功 Booked"
    assert letter.get_content().split() == ["预约在", "/j/secret", "Booked,", "/j/secret"]


@pytest.fixture
def tls(tmp_path):
    """A certificate for this machine, with which a server shows who it is."""
    ensure_certificate(tmp_path, "127.0.0.1")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    return context


async def test_a_letter_goes_over_tls_with_the_account(tls, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    service = MailService(tls)
    async with service.running() as port:
        await mail(port, security="tls", user="office", password="pass").send(
            a_message(to="li@example.org")
        )
    assert len(service.letters) == len(service.signed_in) == 1


async def test_a_mail_server_with_a_strange_certificate_gets_neither_account_nor_letter(tls):
    service = MailService(tls)
    async with service.running() as port:
        with pytest.raises(NotSent, match="CERTIFICATE"):
            await mail(port, security="tls", user="office", password="pass").send(
                a_message(to="li@example.org")
            )
    assert service.letters == service.signed_in == []


@pytest.mark.parametrize(
    ("refuses", "means"),
    [
        ({"rcpt": "550 no such person"}, WillNeverWork),
        ({"rcpt": "450 mailbox busy"}, NotSent),
        ({"mail": "554 not you"}, WillNeverWork),
        ({"data": "451 try later"}, NotSent),
    ],
)
async def test_refusals_of_a_mail_server_are_told_apart(refuses, means):
    service = MailService(**refuses)
    async with service.running() as port:
        with pytest.raises(means):
            await mail(port).send(a_message(to="li@example.org"))
    assert service.letters == []


async def test_an_odd_farewell_of_a_mail_server_does_not_unsend_a_letter():
    service = MailService(quit="500 what")
    async with service.running() as port:
        assert await mail(port).send(a_message(to="li@example.org"))
    assert len(service.letters) == 1


async def test_a_mail_server_that_can_not_be_reached_or_not_safely_gets_nothing():
    async with MailService().running() as port:
        gone = port
    with pytest.raises(NotSent):
        await mail(gone).send(a_message(to="li@example.org"))
    service = MailService()
    async with service.running() as port:
        with pytest.raises(WillNeverWork):  # it offers no STARTTLS
            await mail(port, security="starttls").send(a_message(to="li@example.org"))
    assert service.letters == []


def test_reports_of_both_operators_are_read_and_anything_else_is_left_out():
    (one,) = reports_of(
        [
            {
                "phone_number": "13800138000",
                "success": False,
                "err_code": "UNDELIV",
                "err_msg": "空号",
                "biz_id": "b",
                "out_id": "try_1",
            },
            "nonsense",
            {},
        ]
    )
    assert (one.attempt_id, one.message_id, one.is_delivered) == ("try_1", "b", False)
    assert "空号" in one.said
    (two,) = tencent_reports_of(
        [{"sid": "5000:1", "report_status": "SUCCESS", "errmsg": "DELIVRD"}]
    )
    assert (two.message_id, two.is_delivered) == ("5000:1", True)
    for body in (None, {}, "x", [1]):
        assert reports_of(body) == tencent_reports_of(body) == []
