"""The one font that letters are set in: Debian's fonts-noto-cjk (Noto Sans CJK JP, regular and bold)."""

from __future__ import annotations

from pathlib import Path

#: What typst is given; no other folder of the system is looked into.
FONT_FOLDER = Path("/usr/share/fonts/opentype/noto")
REGULAR, BOLD = FONT_FOLDER / "NotoSansCJK-Regular.ttc", FONT_FOLDER / "NotoSansCJK-Bold.ttc"


class FontMissing(Exception):
    """The Japanese font that letters and PDF are set in is not installed. Nothing was written; run
    `provision-ledger setup`, or `apt-get install fonts-noto-cjk`."""


def check_font() -> None:
    """Raise FontMissing unless letters can be set here."""
    absent = [font.name for font in (REGULAR, BOLD) if not font.is_file()]
    if absent:
        raise FontMissing(" and ".join(absent))
