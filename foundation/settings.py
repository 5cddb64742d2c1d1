"""One frozen `Settings`, built once at start; no other file reads the environment.

Order of precedence: command-line flag, environment (`YUNKAN_…`), settings file (TOML), default.
A key that nobody knows is refused: a misspelt setting that is silently ignored costs a night.
"""

import re
import tomllib
from base64 import b64decode
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import (
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from foundation.errors import Problem
from foundation.notice_settings import NoticeSettings
from foundation.reasons import reason_of
from foundation.text import Bilingual

_PREFIX = "YUNKAN_"
_LISTS = (
    "_SERVERS",
    "_SUBNETS",
    "_URLS",
    "_HOSTS",
    "_TEMPLATES",
)  # in the environment: separated by commas
_WEB_ADDRESS = Bilingual(
    "应为网址，例如 https://example.gov.cn",
    "a web address such as https://example.gov.cn is needed",
)
_IP_ADDRESS = Bilingual("应为 IP 地址", "an IP address is needed")
_IP_NETWORK = Bilingual(
    "应为网段，例如 192.168.0.0/16", "a network such as 192.168.0.0/16 is needed"
)
_OWN_SECRET = Bilingual(
    "设置了 licensing_url 时，必须设置自己的密钥",
    "with licensing_url set, a secret of your own is needed",
)
_LEAST_SENDER_SECRET = 24
_SENDER = re.compile(r"(?!(window|file)$)[a-z0-9][a-z0-9-]{0,39}")
_IN_BASE64 = "whsec_"
_KNOWN_SECRETS = frozenset({"", "demo-secret"})  # none, and the one that `./run` uses
_PEM = b"-----BEGIN CERTIFICATE-----"
_CERTIFICATE = Bilingual(
    "设置了 timestamp_url 时，timestamp_ca 应为时间戳机构根证书（PEM 文件）",
    "with timestamp_url set, timestamp_ca names a PEM file with the authority's certificate",
)
_TURN_ADDRESS = Bilingual(
    "应为 TURN 地址，例如 turn:turn.example.gov.cn:3478",
    "a TURN address such as turn:turn.example.gov.cn:3478 is needed",
)
_LONG_SECRET = Bilingual(
    "设置了 turn_urls 时，必须设置自己的密钥，至少 32 个字符",
    "with turn_urls set, a secret of your own of at least 32 letters is needed",
)
_SENDERS = Bilingual(
    "应为“名称=密钥”，用逗号分开；名称用小写字母、数字和连字符（window、file 除外），"
    "密钥各不相同、至少 24 个字符，whsec_ 之后为 base64",
    "name=secret is needed, separated by commas; names of small letters, digits and hyphens (not"
    " window or file), secrets that differ and have at least 24 letters, base64 after whsec_",
)
_LEAST_TURN_SECRET = 32  # it is guessed off line from any one credential: 128 bits in hexadecimal


class UnusableSettings(Problem):
    """The service was started with settings it does not understand."""

    code = "settings.unusable"
    zh = "设置项“{key}”不可用：{reason_zh}。请对照 docs/operations.md 修改后重新启动。"
    en = "Setting “{key}” can not be used: {reason_en}. See docs/operations.md, then start again."


SlotMinutes = Annotated[int, Field(ge=10, le=240, multiple_of=10)]


class Settings(NoticeSettings):
    """What an administrator decides. Every field is described in docs/operations.md."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    data: Path = Path("data")
    database_url: str = ""  # empty: SQLite in the data folder
    public_url: str = ""  # empty: http://localhost:PORT
    tls: bool = False
    demo: bool = False
    licensing_url: str = ""  # empty: results wait until a receiver is set
    licensing_secret: str = ""
    outbound_subnets: tuple[str, ...] = ()  # private networks of licensing_url and timestamp_url
    push_targets: Path | None = None  # TOML of several receivers of results
    departments: Literal["on_behalf", "each"] = "on_behalf"  # judging where no reviewer is called
    second_verdict: Literal["all", "key", "none"] = "key"  # items both inspectors judge unseen
    # systems that file applications, each with the secret it signs by
    intake_senders: dict[str, str] = Field(default_factory=dict[str, str], repr=False)
    site_rules: Path | None = None  # YAML of the bureau's own; none: those that ship
    triage_rules: Path | None = None  # the same, for track and mode
    gap_list: Path | None = None  # the same, for papers that may follow an acceptance
    validity_rules: Path | None = None  # the same, for the years of a licence and its renewal
    # rules that ship, by name, or a YAML file of the bureau's own
    determination_rules: str = "all-must-comply"
    rectify_working_days: int = Field(default=10, ge=1, le=60)  # chosen; no rule names a figure
    # weekly hours of appointments; digits keep them to weekdays, 1 is Monday
    opening_hours: str = (
        "workday 09:00-12:00, workday 13:30-17:00, workday/24 18:00-20:00, weekend/6 09:00-12:00"
    )
    slot_minutes: SlotMinutes = 40
    slot_minutes_by_format: dict[str, SlotMinutes] = Field(default_factory=dict[str, int])
    slot_buffer_minutes: int = Field(default=10, ge=0, le=120, multiple_of=10)
    booking_days: int = Field(default=14, ge=1, le=60)  # how far ahead, today included
    late_minutes: int = Field(default=15, ge=1, le=120)  # then who did not come has missed it
    inspection_exam: str = Field(default="", max_length=64)  # passed by whoever inspects; "": none
    inspection_exam_days: int = Field(default=730, ge=1, le=3650)  # how long a pass counts; chosen
    exams_a_day: int = Field(default=3, ge=1, le=50)  # of one person in the sample room; chosen
    exam_certificate_days: int = Field(default=730, ge=1, le=3650)  # how long one holds; chosen
    xapi_url: str = ""  # `statements` of a learning record store; empty: nobody is told of exams
    xapi_key: str = Field(default="", repr=False)  # user:password of its Basic authentication
    window_telephone: str = ""  # shown where no slot is free
    holidays: Path | None = None  # TOML of the bureau's own: years nobody announced yet, local days
    timestamp_url: str = ""  # empty: checkpoints carry no time stamp
    # PEM that the authority's tokens are checked against
    timestamp_ca: Path | None = Field(default=None, validate_default=True)
    sm_signatures: bool = False  # SM2 with SM3 beside P-256, by the openssl program
    ice_servers: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = Field(default="", repr=False, validate_default=True)
    build_rooms: bool = True  # render sample rooms beside the service, with what calls leave over
    record_calls: bool = True  # films of calls in the data folder, to look back and capture from
    media_processes: int = Field(default=1, ge=0, le=64)  # 0: in the process of the API
    media_port: int = Field(default=0, ge=0, le=65535)  # UDP of the first media process; 0: any
    media_address: str = ""  # the address phones reach this machine at, when it is behind NAT
    media_subnets: tuple[str, ...] = ()  # private networks phones are in; others are not sent to
    janus_url: str = ""  # a Janus that forwards instead of this service: its WebSocket address
    janus_admin_url: str = ""  # of its Admin API, for figures
    janus_secret: str = Field(default="", repr=False)  # its api_secret and admin_secret

    @field_validator("public_url", "licensing_url", "timestamp_url", "xapi_url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if value and (
            urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc
        ):
            raise ValueError(_WEB_ADDRESS)
        return value.rstrip("/")

    @field_validator("intake_senders", mode="before")
    @classmethod
    def _are_senders(cls, value: object) -> object:
        if isinstance(value, str):  # from the environment
            pairs = [one.partition("=") for one in value.split(",") if one]
            found = {name.strip(): secret.strip() for name, _, secret in pairs}
            if len(found) < len(pairs):
                raise ValueError(_SENDERS)
            return found
        return value

    @field_validator("intake_senders")
    @classmethod
    def _have_secrets_of_their_own(cls, value: dict[str, str]) -> dict[str, str]:
        is_good = all(
            _SENDER.fullmatch(name) and len(secret) >= _LEAST_SENDER_SECRET and _is_key(secret)
            for name, secret in value.items()
        )
        if not is_good or len(set(value.values())) < len(value):
            raise ValueError(_SENDERS)
        return value

    @field_validator("slot_minutes_by_format", mode="before")
    @classmethod
    def _may_be_written_in_one_line(cls, value: object) -> object:
        """The environment has only text: `大型餐馆=60,单位食堂=60`."""
        if not isinstance(value, str):
            return value
        parts = [part.partition("=") for part in value.split(",") if part.strip()]
        return {name.strip(): minutes.strip() for name, _, minutes in parts}

    @field_validator("media_address")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        try:
            return str(ip_address(value)) if value else ""
        except ValueError:
            raise ValueError(_IP_ADDRESS) from None

    @field_validator("timestamp_ca")
    @classmethod
    def _can_check_time_stamps(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        is_needed = bool(info.data.get("timestamp_url"))
        if value is None:
            if is_needed:
                raise ValueError(_CERTIFICATE)
        elif not value.is_file() or _PEM not in value.read_bytes():
            raise ValueError(_CERTIFICATE)
        return value

    @field_validator("turn_urls")
    @classmethod
    def _are_turn_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(one.startswith(("turn:", "turns:")) for one in value):
            raise ValueError(_TURN_ADDRESS)
        return value

    @field_validator("turn_secret")
    @classmethod
    def _is_a_secret_of_its_own(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("turn_urls") and len(value) < _LEAST_TURN_SECRET:
            raise ValueError(_LONG_SECRET)
        return value

    @field_validator("media_subnets", "outbound_subnets")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(str(ip_network(one.strip())) for one in value)
        except ValueError:
            raise ValueError(_IP_NETWORK) from None

    @model_validator(mode="after")
    def _refuses_default_secrets(self) -> "Settings":
        if self.licensing_url and not self.demo and self.licensing_secret in _KNOWN_SECRETS:
            raise ValueError(_OWN_SECRET)
        return self

    @property
    def database(self) -> str:
        """The database's URL, the default filled in."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data.resolve() / 'yunkan.db'}"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the service; then media may use loopback.

        Behind a proxy the service listens on loopback too, but people come from elsewhere.
        """
        return self.host in {"127.0.0.1", "localhost", "::1"} and not self.public_url

    @property
    def origin(self) -> str:
        """Scheme, host and port under which people open the pages."""
        if self.public_url:
            return self.public_url
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}"


def _is_key(secret: str) -> bool:
    """Whether a secret in base64, if it is one, can be read (Standard Webhooks)."""
    if not secret.startswith(_IN_BASE64):
        return True
    try:
        return bool(b64decode(secret.removeprefix(_IN_BASE64), validate=True))
    except ValueError:
        return False


def read_settings(
    flags: Mapping[str, object], environment: Mapping[str, str], file: Path | None = None
) -> Settings:
    """The settings of this start.

    Args:
        flags: values given on the command line; `None` means not given.
        environment: usually `os.environ`; only names beginning with `YUNKAN_` count.
        file: a TOML file with the same keys.

    Raises:
        UnusableSettings: a key is unknown or a value does not fit; names the key.
    """
    values: dict[str, object] = {}
    if file is not None:
        values.update(tomllib.loads(file.read_text("utf-8")))
    for name, value in environment.items():
        if name.startswith(_PREFIX):
            values[name.removeprefix(_PREFIX).lower()] = (
                [part for part in value.split(",") if part] if name.endswith(_LISTS) else value
            )
    values.update({key: value for key, value in flags.items() if value is not None})
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "licensing_secret"
        reason = reason_of(first)
        raise UnusableSettings(key=key, reason_zh=reason.zh, reason_en=reason.en) from error
