"""The settings of notices; `foundation.settings` reads them with all others."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from foundation.text import Bilingual

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_QUIET = Bilingual("应写成 21:00-08:00 这样", "hours such as 21:00-08:00 are needed")
_PAIRS = Bilingual(
    "应写成 invitation=SMS_123,booked=SMS_124 这样",
    "pairs such as invitation=SMS_123,booked=SMS_124 are needed",
)
_NEEDED = Bilingual("所选的发送方式需要这一项", "the chosen gateway needs it")
_HTTPS = Bilingual(
    "应为 https:// 网址，且其主机在 notice_hosts 里",
    "an https:// address whose host is among notice_hosts is needed",
)
_FILE = Bilingual("没有这个文件", "there is no such file")
_LONG = Bilingual("至少 32 个字母或数字", "at least 32 letters or digits are needed")
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,128}")
_NEEDS = {
    "sms_key_id": ("sms_gateway", {"aliyun", "tencent"}),
    "sms_key_secret": ("sms_gateway", {"aliyun", "tencent"}),
    "sms_sign": ("sms_gateway", {"aliyun", "tencent"}),
    "sms_app": ("sms_gateway", {"tencent"}),
    "smtp_host": ("email_gateway", {"smtp"}),
    "smtp_from": ("email_gateway", {"smtp"}),
    "wecom_key": ("wecom_gateway", {"robot"}),
    "wecom_corp": ("wecom_gateway", {"app"}),
    "wecom_agent": ("wecom_gateway", {"app"}),
    "wecom_secret": ("wecom_gateway", {"app"}),
    "wecom_to": ("wecom_gateway", {"app"}),
}
_SERVICES = ("dysmsapi.aliyuncs.com", "sms.tencentcloudapi.com", "qyapi.weixin.qq.com")


class NoticeSettings(BaseModel):
    """How people are told. Every field is described in docs/operations.md."""

    notice_hosts: tuple[str, ...] = _SERVICES  # the only hosts that notices are sent to by HTTPS
    notice_texts: Path | None = None  # YAML of the bureau's own instead of the texts that ship
    notice_window: str = ""  # where people ask for help, e.g. a telephone number
    quiet_hours: str = "21:00-08:00"  # Asia/Shanghai; chosen, no rule names hours
    receipt_secret: str = Field(default="", repr=False)  # in the path of delivery reports
    sms_gateway: Literal["none", "console", "file", "aliyun", "tencent"] = "file"
    sms_url: str = ""  # empty: the service's own
    sms_key_id: str = Field(default="", validate_default=True)
    sms_key_secret: str = Field(default="", repr=False, validate_default=True)
    sms_sign: str = Field(default="", validate_default=True)
    sms_app: str = Field(default="", validate_default=True)
    sms_region: str = "ap-guangzhou"
    sms_templates: Mapping[str, str] = {}  # by kind of notice
    email_gateway: Literal["none", "console", "file", "smtp"] = "none"
    smtp_host: str = Field(default="", validate_default=True)
    smtp_port: int = Field(default=465, ge=1, le=65535)
    smtp_security: Literal["tls", "starttls", "none"] = "tls"
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_from: str = Field(default="", validate_default=True)
    wecom_gateway: Literal["none", "console", "file", "robot", "app"] = "none"
    wecom_url: str = "https://qyapi.weixin.qq.com"
    wecom_key: str = Field(default="", repr=False, validate_default=True)
    wecom_corp: str = Field(default="", validate_default=True)
    wecom_agent: str = Field(default="", validate_default=True)
    wecom_secret: str = Field(default="", repr=False, validate_default=True)
    wecom_to: str = Field(default="", validate_default=True)

    @field_validator(*_NEEDS)
    @classmethod
    def _is_there_when_needed(cls, value: str, info: ValidationInfo) -> str:
        gateway, names = _NEEDS[str(info.field_name)]
        if not value and info.data.get(gateway) in names:
            raise ValueError(_NEEDED)
        return value

    @field_validator("notice_texts")
    @classmethod
    def _is_a_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(_FILE)
        return value

    @field_validator("quiet_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        if not _HOURS.fullmatch(value):
            raise ValueError(_QUIET)
        return value

    @field_validator("sms_url", "wecom_url")
    @classmethod
    def _leads_to_an_allowed_host(cls, value: str, info: ValidationInfo) -> str:
        place = urlsplit(value)
        # to this machine itself without HTTPS: a relay of the bureau's own, or a test
        is_safe = place.scheme == "https" or place.hostname in {"127.0.0.1", "localhost"}
        if value and not (is_safe and place.hostname in info.data.get("notice_hosts", ())):
            raise ValueError(_HTTPS)
        return value.rstrip("/")

    @field_validator("receipt_secret")
    @classmethod
    def _can_not_be_guessed(cls, value: str) -> str:
        if value and not _SECRET.fullmatch(value):
            raise ValueError(_LONG)
        return value

    @field_validator("sms_templates", mode="before")
    @classmethod
    def _are_pairs(cls, value: object) -> object:
        """In the environment they are `kind=id` pairs; in a file a table."""
        if isinstance(value, Mapping):
            return value  # pyright: ignore[reportUnknownVariableType]
        parts = [str(part) for part in value] if isinstance(value, list) else [str(value)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        pairs = [part.partition("=") for part in parts]
        if not all(name.strip() and sign and text.strip() for name, sign, text in pairs):
            raise ValueError(_PAIRS)
        return {name.strip(): text.strip() for name, _, text in pairs}
