"""Bodies of article 16(2): state, local governments, incorporated agencies. The Act's 第三者 of articles 29 and 30 does
not include them, so there is no duty to record what goes to them or comes from them. Corporations of annex 2 (national
universities, …) are none: their records are due (article 58)."""

from __future__ import annotations

from ledger.law.registered import RecipientEntry

_BODIES = frozenset({"government", "local_government", "police", "child_guidance", "incorporated_agency"})


def is_public_body(recipient: RecipientEntry | None) -> bool:
    """Tell whether the other side is a body of article 16(2): as the register says, else by its kind."""
    if recipient is None or recipient.annex_2:
        return False
    if recipient.article_16_2 is not None:
        return recipient.article_16_2
    return recipient.kind in _BODIES and recipient.country == "JP"
