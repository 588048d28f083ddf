"""Text fit to print: passwords hidden, the rest kept."""

from __future__ import annotations

import pytest

from poolaudit.extract.dsn import mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("connect to postgres://u:geheim@db/d now", "connect to postgres://u:***@db/d now"),
        ("postgres://u:ge@heim@db/d", "postgres://u:***@db/d"),
        ("postgres://u:ge/he?im#@db/d", "postgres://u:***@db/d"),
        ("postgres://u:ge://heim@db/d", "postgres://u:***@db/d"),
        ("postgres://u:geheim", "postgres://u:***"),
        ("postgres://u:ge heim@db", "postgres://u:***@db"),
        ("'redis://:a@b' and 'redis://:c@d'", "'redis://:***@b' and 'redis://:***@d'"),
        ("postgres://db:5432/d http://x:y@z", "postgres://db:5432/d http://x:***@z"),
        ("u:ge@heim@tcp(db:3306)/d", "u:***@tcp(db:3306)/d"),
        ("host=db password=geheim user=u", "host=db password=*** user=u"),
        (r"password='a\'b c' host=db", "password='***' host=db"),
        ("password=ge&heim=x host=db", "password=*** host=db"),
        ("postgres://db/d?pass%77ord=ge heim&a=b", "postgres://db/d?pass%77ord=***&a=b"),
        ("Host=db;Password=a;b;Database=d", "Host=db;Password=***;Database=d"),
        ('{"password": "geheim", "host": "db"}', '{"password": "***", "host": "db"}'),
        ("PGPASSWORD: geheim\nPGHOST: db", "PGPASSWORD: ***\nPGHOST: db"),
        ("jdbc:mysql://u:geheim@db/d?user=x&password=y", "jdbc:mysql://u:***@db/d?user=x&password=***"),
        ("jdbc:oracle:thin:scott/tiger@//db:1521/x", "jdbc:***@//db:1521/x"),
        ("api_key=geheim", "api_key=***"),
        ("postgres://h:${PORT}/d", "postgres://h:${PORT}/d"),
        ("jdbc:postgresql://h:${DB_PORT:-5432}/d", "jdbc:postgresql://h:${DB_PORT:-5432}/d"),
        ("postgres://h:${P:-5432}/d", "postgres://h:***/d"),
        ("postgres://u:${PW:-1234}", "postgres://u:***"),
        ("postgres://u:ge${PORT:-12}", "postgres://u:***"),
        ("postgres://${DB_USER:-u}:${PW:-geheim}@h:${PORT:-5}/d", "postgres://${DB_USER:-u}:***@h:${PORT:-5}/d"),
        ("postgres://${DB_USER:-u:geheim}:x@h/d", "postgres://${DB_USER:***@h/d"),
        ("postgres://${DB_USER_PASSWORD:-geheim}:x@h/d", "postgres://${DB_USER_PASSWORD:***"),
        ("${X:-u:geheim@h:5432/d}", "${X:***@h:5432/d}"),
        ("postgres://[::1]:5432/d", "postgres://[::1]:5432/d"),
        ("sqlite:////var/me@example.com/x.db", "sqlite:////var/me@example.com/x.db"),
        ("pool_mode = transaction", "pool_mode = transaction"),
        ("plain words", "plain words"),
    ],
    ids=lambda value: value[:40],
)
def test_masks(text: str, expected: str) -> None:
    """Passwords become `***`, in doubt with what stands beside them."""
    assert expected == mask(text)
