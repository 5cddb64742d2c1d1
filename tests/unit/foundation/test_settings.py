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


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        ({"YUNKAN_PROT": "80"}, "prot"),
        ({"YUNKAN_PORT": "many"}, "port"),
        ({"YUNKAN_PUBLIC_URL": "example"}, "public_url"),
        ({"YUNKAN_MEDIA_ADDRESS": "here"}, "media_address"),
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
