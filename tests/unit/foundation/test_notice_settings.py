import pytest

from foundation.settings import UnusableSettings, read_settings

ALIYUN = {
    "YUNKAN_SMS_GATEWAY": "aliyun",
    "YUNKAN_SMS_KEY_ID": "id",
    "YUNKAN_SMS_KEY_SECRET": "key",
    "YUNKAN_SMS_SIGN": "县审批局",
}


def test_templates_are_pairs_in_the_environment_and_a_table_in_the_file(tmp_path):
    pairs = {"YUNKAN_SMS_TEMPLATES": "invitation=SMS_1,booked=SMS_2"}
    settings = read_settings({}, ALIYUN | pairs)
    assert settings.sms_templates == {"invitation": "SMS_1", "booked": "SMS_2"}
    file = tmp_path / "yunkan.toml"
    file.write_text('[sms_templates]\ninvitation = "SMS_1"\n')
    assert read_settings({}, ALIYUN, file).sms_templates == {"invitation": "SMS_1"}


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        ({"YUNKAN_SMS_GATEWAY": "carrier pigeon"}, "sms_gateway"),
        ({"YUNKAN_SMS_GATEWAY": "aliyun"}, "sms_key_id"),
        (ALIYUN | {"YUNKAN_SMS_GATEWAY": "tencent"}, "sms_app"),
        (ALIYUN | {"YUNKAN_SMS_TEMPLATES": "SMS_1"}, "sms_templates"),
        (ALIYUN | {"YUNKAN_SMS_URL": "https://elsewhere.example"}, "sms_url"),
        (ALIYUN | {"YUNKAN_SMS_URL": "http://dysmsapi.aliyuncs.com"}, "sms_url"),
        ({"YUNKAN_WECOM_URL": "https://elsewhere.example"}, "wecom_url"),
        ({"YUNKAN_WECOM_GATEWAY": "robot"}, "wecom_key"),
        ({"YUNKAN_WECOM_GATEWAY": "app"}, "wecom_corp"),
        ({"YUNKAN_EMAIL_GATEWAY": "smtp"}, "smtp_host"),
        ({"YUNKAN_QUIET_HOURS": "21-8"}, "quiet_hours"),
        ({"YUNKAN_QUIET_HOURS": "24:00-08:00"}, "quiet_hours"),
        ({"YUNKAN_NOTICE_TEXTS": "nowhere.yaml"}, "notice_texts"),
        ({"YUNKAN_RECEIPT_SECRET": "short"}, "receipt_secret"),
    ],
)
def test_a_gateway_without_what_it_needs_stops_the_start_by_name(environment, key):
    with pytest.raises(UnusableSettings) as refusal:
        read_settings({}, environment)
    assert f"“{key}”" in refusal.value.sentence_zh
    assert f"“{key}”" in refusal.value.sentence_en


def test_another_address_of_the_operator_can_be_allowed():
    environment = {
        "YUNKAN_NOTICE_HOSTS": "dysmsapi.cn-hangzhou.aliyuncs.com,qyapi.weixin.qq.com",
        "YUNKAN_SMS_URL": "https://dysmsapi.cn-hangzhou.aliyuncs.com/",
    }
    settings = read_settings({}, ALIYUN | environment)
    assert settings.sms_url == "https://dysmsapi.cn-hangzhou.aliyuncs.com"


def test_no_secret_of_a_gateway_is_shown():
    secrets = {
        "YUNKAN_SMS_KEY_SECRET": "canary-1",
        "YUNKAN_SMTP_PASSWORD": "canary-2",
        "YUNKAN_WECOM_KEY": "canary-3",
        "YUNKAN_WECOM_SECRET": "canary-4",
        "YUNKAN_RECEIPT_SECRET": "canary-5" * 4,
    }
    assert "canary" not in repr(read_settings({}, secrets))
