"""Words that stand where a real password goes in examples, templates and tutorials.

Seen in public repositories and vendors' documentation, read 2026-11-20 (catalogue of placeholders, section 0.3 of the field notes).
In: a decoded password. Out: whether it is surely none.
"""

from __future__ import annotations

WORDS = frozenset(
    """
    password passwd pass pwd passw0rd password1 password123 pass123 secret secret123 secretpassword mysecretpassword mypassword mypass
    my_password my-password yourpassword your_password your-password user_password userpassword dbpassword db_password db_pass dbpass
    postgres postgresql pgpassword pg root admin admin123 administrator test testing test123 tester testpass testpassword example demo
    changeme change_me change-me changethis change_this changeit changemeplease change_me_please replace replaceme replace_me replace-me
    placeholder dummy fake sample default dev devpassword dev_password development local localdev localhost insecure unsafe todo fixme
    foo bar baz foobar qwerty letmein guest user username app apppassword app_password appuser mysql redis supabase django flask rails
    prisma hunter2 s3cret s3cr3t p@ssw0rd p4ssw0rd 123 1234 12345 123456 1234567 12345678 123456789 1234567890 password1234 abc123
    contraseña contrasena cambiame cambiar motdepasse passwort geheim wachtwoord senha clave
    xxx xxxx xxxxx xxxxxx xxxxxxxx redacted hidden masked removed none null undefined empty blank
    """.split()
)
"""Lower-case words that are a placeholder when they are the whole password."""

BEGINNINGS = (
    "your",
    "my-",
    "my_",
    "change",
    "replace",
    "insert",
    "enter",
    "put",
    "example",
    "dummy",
    "cambia",
    "placeholder",
    "<",
    "[",
    "{",
    "$",
    "%",
    "#{",
)
PARTS = (
    "placeholder",
    "changeme",
    "change_me",
    "change-me",
    "your_",
    "your-",
    "yourpass",
    "example",
    "redacted",
    "${",
    "{{",
    "}}",
    "<",
    ">",
    "***",
    "…",
    "...",
)


def is_placeholder(password: str) -> bool:
    """Whether the text is a placeholder, a variable or a mask rather than a password."""
    word = password.strip().lower()
    if word in WORDS or len(set(word)) <= 1:
        return True
    return word.startswith(BEGINNINGS) or any(part in word for part in PARTS)
