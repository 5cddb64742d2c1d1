import pytest

from foundation.settings import UnusableSettings, read_settings


def test_a_flag_wins_over_the_environment_and_that_over_the_file(tmp_path):
    file = tmp_path / "yunkan.toml"
    file.write_text('port = 1001\nhost = "0.0.0.0"\n')
    settings = read_settings({"port": None}, {"YUNKAN_PORT": "1002"}, file)
    assert (settings.port, settings.host) == (1002, "0.0.0.0")  # noqa: S104 - only read back
    assert read_settings({"port": 1003}, {"YUNKAN_PORT": "1002"}, file).port == 1003


def test_networks_are_a_list_in_the_environment():
    settings = read_settings({}, {"YUNKAN_MEDIA_SUBNETS": "10.0.0.0/8,fd00::/8"})
    assert settings.media_subnets == ("10.0.0.0/8", "fd00::/8")


def test_lengths_by_format_are_pairs_in_the_environment_and_a_table_in_the_file(tmp_path):
    settings = read_settings({}, {"YUNKAN_SLOT_MINUTES_BY_FORMAT": "大型餐馆=60, 单位食堂=80"})
    assert settings.slot_minutes_by_format == {"大型餐馆": 60, "单位食堂": 80}
    file = tmp_path / "yunkan.toml"
    file.write_text('[slot_minutes_by_format]\n"大型餐馆" = 60\n', "utf-8")
    assert read_settings({}, {}, file).slot_minutes_by_format == {"大型餐馆": 60}


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        ({"YUNKAN_PROT": "80"}, "prot"),
        ({"YUNKAN_PORT": "many"}, "port"),
        ({"YUNKAN_PUBLIC_URL": "example"}, "public_url"),
        ({"YUNKAN_MEDIA_ADDRESS": "here"}, "media_address"),
        ({"YUNKAN_SLOT_MINUTES": "45"}, "slot_minutes"),
        ({"YUNKAN_SLOT_MINUTES_BY_FORMAT": "大型餐馆=65"}, "slot_minutes_by_format.大型餐馆"),
        ({"YUNKAN_MEDIA_SUBNETS": "10.0.0.0/8,here"}, "media_subnets"),
        ({"YUNKAN_OUTBOUND_SUBNETS": "here"}, "outbound_subnets"),
        ({"YUNKAN_LICENSING_URL": "https://licence.example"}, "licensing_secret"),
        ({"YUNKAN_TIMESTAMP_URL": "https://tsa.example"}, "timestamp_ca"),
        ({"YUNKAN_TIMESTAMP_CA": "/nowhere/ca.pem"}, "timestamp_ca"),
        ({"YUNKAN_TURN_URLS": "turn.example:3478"}, "turn_urls"),
        ({"YUNKAN_TURN_URLS": "turn:turn.example:3478"}, "turn_secret"),
        (
            {"YUNKAN_TURN_URLS": "turn:turn.example:3478", "YUNKAN_TURN_SECRET": "demo-secret"},
            "turn_secret",
        ),
        (
            {
                "YUNKAN_LICENSING_URL": "https://licence.example",
                "YUNKAN_LICENSING_SECRET": "demo-secret",
            },
            "licensing_secret",
        ),
    ],
)
def test_a_setting_nobody_understands_is_refused_by_name_in_both_languages(environment, key):
    with pytest.raises(UnusableSettings) as refusal:
        read_settings({}, environment)
    assert key in refusal.value.sentence_zh
    assert key in refusal.value.sentence_en


def test_a_relay_with_a_secret_of_its_own_is_taken_and_the_secret_is_not_shown():
    secret = "0123456789abcdef" * 2
    environment = {"YUNKAN_TURN_URLS": "turn:a.example,turns:b.example:443"}
    settings = read_settings({}, environment | {"YUNKAN_TURN_SECRET": secret})
    assert settings.turn_urls == ("turn:a.example", "turns:b.example:443")
    assert settings.turn_secret == secret
    assert secret not in repr(settings)


SENDERS_GOOD = "licensing=a-secret-of-the-licensing-system,town-3=whsec_QUJDQUJDQUJDQUJDQUJD"


def test_senders_come_from_the_environment_as_pairs():
    read = read_settings({}, {"YUNKAN_INTAKE_SENDERS": SENDERS_GOOD})
    assert list(read.intake_senders) == ["licensing", "town-3"]
    assert "a-secret" not in repr(read)


@pytest.mark.parametrize(
    "senders",
    [
        "licensing",
        "licensing=short",
        "window=a-secret-of-the-licensing-system",
        "Licensing=a-secret-of-the-licensing-system",
        "licensing=whsec_this is no base64 at all",
        "a=a-secret-of-the-licensing-system,b=a-secret-of-the-licensing-system",
        "a=a-secret-of-the-licensing-system,a=another-secret-of-the-system",
    ],
)
def test_senders_without_a_good_secret_of_their_own_are_refused(senders):
    with pytest.raises(UnusableSettings, match="intake_senders"):
        read_settings({}, {"YUNKAN_INTAKE_SENDERS": senders})
