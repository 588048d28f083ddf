"""What the reader's screen can show. In: text from anywhere. Out: text that is safe to print, wrapped, measured and coloured."""

from __future__ import annotations

from poolaudit._records import dataclass

# SGR codes of ECMA-48, section 8.3.117
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
_ASCII = str.maketrans(
    {
        "│": "|",
        "├": "|",
        "╭": "+",
        "╰": "+",
        "└": "`",
        "─": "-",
        "→": "->",
        "×": "x",
        "…": "...",
        "•": "*",
        "–": "-",
        "—": "-",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "≤": "<=",
        "≥": ">=",
        "·": "*",
        "Σ": "sum",
    }
)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Width in character cells, and whether colour and characters outside of ASCII may be used."""

    width: int = 100
    color: bool = False
    unicode: bool = True

    def paint(self, text: str, *styles: str) -> str:
        """The text in the given styles (`bold`, `dim`, a colour), or as it is where colour is off."""
        if not self.color or not text or not styles:
            return text
        return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"

    def spell(self, text: str) -> str:
        """The text with our own symbols replaced where the screen cannot show them."""
        if self.unicode or text.isascii():
            return text
        return text.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")

    def wrap(self, text: str, indent: str = "", hanging: str | None = None) -> list[str]:
        """Lines of at most `width` cells; the first starts with `indent`, the others with `hanging` (default `indent`).

        Words are never broken: a path or connection string stays whole, so that it can be copied.
        """
        hanging = indent if hanging is None else hanging
        lines: list[str] = []
        line, used = indent, cells(indent)
        empty = True
        for word in text.split():
            size = cells(word)
            if not empty and used + 1 + size > self.width:
                lines.append(line)
                line, used, empty = hanging, cells(hanging), True
            line, used = (line + word, used + size) if empty else (f"{line} {word}", used + 1 + size)
            empty = False
        return [*lines, line.rstrip()]


def printable(text: str) -> str:
    """The text with line breaks, escape sequences and direction marks written as escapes: one line that shows what is there."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else _escape(each) for each in text)


def cells(text: str) -> int:
    """Columns that a printable text takes on a screen with a fixed pitch."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    from unicodedata import category, combining, east_asian_width  # noqa: PLC0415  # most text is ASCII

    if combining(character) or category(character) in {"Me", "Mn"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
