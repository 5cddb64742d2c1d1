import secrets

import pytest

from foundation.keys import KEY_BYTES, service_key


def test_a_start_that_was_killed_while_making_the_key_starts_again(tmp_path, monkeypatch):
    def killed(_length):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(secrets, "token_bytes", killed)
        with pytest.raises(KeyboardInterrupt):
            service_key(tmp_path)
    assert len(service_key(tmp_path)) == KEY_BYTES


def test_the_key_stays_and_is_for_its_owner_only(tmp_path):
    key = service_key(tmp_path)
    assert service_key(tmp_path) == key
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
