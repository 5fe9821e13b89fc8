"""The answer for people: one self-contained page, Japanese first and complete, English after it and as
complete.

No script, no request to anywhere, no style attribute; the page's own policy forbids all of them, whatever a
recorded name says.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ledger.cases.moments import minute, rfc3339
from ledger.cases.projection import Projection
from ledger.cases.task_words import PARTS_HEADING
from ledger.cases.texts import SENTENCES
from ledger.cases.visible import grouped, visible

FILE_NAME = "kaiji.html"

_TEMPLATES = Environment(
    loader=PackageLoader("ledger.cases", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["visible"] = visible
_TEMPLATES.filters["grouped"] = grouped
_STYLE = Markup(_TEMPLATES.get_template("style.html").render())
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()


def render(projection: Projection) -> bytes:
    """Return the page in UTF-8."""
    page = _TEMPLATES.get_template("answer.html").render(
        answer=projection,
        answered_at=minute(projection.answered_at),
        answered_at_iso=rfc3339(projection.answered_at),
        checked_up_to=minute(projection.checked_up_to),
        texts=SENTENCES,
        parts_heading=PARTS_HEADING,
        style=_STYLE,
        style_hash=_STYLE_HASH,
    )
    return page.encode()
