"""Rule sets by the day they came into force. An act is judged by the law of its own day.

The 2026 amendment (promulgated 2026-07-17) has no date of coming into force yet, so it is not listed.
"""

from __future__ import annotations

from bisect import bisect_right

from ledger.law.days import jst_day

_DAY_2022_04_01 = 19_083
_DAY_2017_05_30 = 17_316

_IN_FORCE = (
    (0, "before-2017-05-30"),
    (_DAY_2017_05_30, "2017-05-30"),
    (_DAY_2022_04_01, "2022-04-01"),
)
#: Days (since 1970) on which a rule set came into force.
BOUNDARIES = tuple(day for day, _ in _IN_FORCE)


def law_version(at: int) -> str:
    """Return the rule set in force on the Japanese day of the instant. Older days are judged by the rules of
    2022-04-01 too, since no earlier text has been modelled; the version says so."""
    return _IN_FORCE[bisect_right(BOUNDARIES, jst_day(at)) - 1][1]
