"""Keys whose values are secrets."""

from __future__ import annotations

import pytest

from poolaudit.extract.dsn.secret_key import is_secret_key


@pytest.mark.parametrize(
    "key", ["password", "PGPASSWORD", "Pwd", "sslpassword", "api_key", "DB_PASS", "auth-token", "scram_client_key"]
)
def test_secret(key: str) -> None:
    """Names of passwords, keys and tokens are secret in any case and with any separator."""
    assert is_secret_key(key)


@pytest.mark.parametrize("key", ["passfile", "user", "sslkey", "allowOldPasswords", "host", "options", "bypass_limit"])
def test_not_secret(key: str) -> None:
    """Paths, switches and other parameters are not."""
    assert not is_secret_key(key)
