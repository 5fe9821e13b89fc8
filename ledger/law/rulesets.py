"""Rule sets by the day they came into force. An act is judged by the law of its own day.

What differs between them is data: each switch names the provision it stands for. The amendment promulgated on
2026-07-17 is prepared and has no day yet, so it judges nothing; `law diff` shows what it would change.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

_TOKYO = 9 * 3_600_000_000
_DAY = 86_400_000_000
DAY_2022_04_01 = 19_083
_DAY_2017_05_30 = 17_316


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What one version of the law asks for. ``in_force_from``: Japanese day since 1970-01-01, None where it is unknown.

    ``informed_foreign_consent``: 28(2); ``system_checks``: 28(3); ``related_information``: 31;
    ``pseudonymised_information``: 41(6); ``no_second_opt_out``: 27(2) proviso, data that came by opt-out or was
    acquired unlawfully; ``opt_out_recipient_verified`` and ``under_16_representative``: places of the 2026 amendment,
    whose texts are not settled.
    """

    name: str
    in_force_from: int | None
    informed_foreign_consent: bool = True
    system_checks: bool = True
    related_information: bool = True
    pseudonymised_information: bool = True
    no_second_opt_out: bool = True
    opt_out_recipient_verified: bool = False
    under_16_representative: bool = False


CURRENT = RuleSet("2022-04-01", DAY_2022_04_01)
_OF_2017 = replace(
    CURRENT, name="2017-05-30", in_force_from=_DAY_2017_05_30, informed_foreign_consent=False, system_checks=False,
    related_information=False, pseudonymised_information=False, no_second_opt_out=False,
)  # fmt: skip
#: By name; those without a day are prepared and not in force.
RULE_SETS = {
    rules.name: rules
    for rules in (
        replace(_OF_2017, name="before-2017-05-30", in_force_from=0),
        _OF_2017,
        CURRENT,
        replace(
            CURRENT, name="2026-amendment", in_force_from=None, opt_out_recipient_verified=True,
            under_16_representative=True,
        ),
    )
}  # fmt: skip
_IN_FORCE = sorted((rules.in_force_from, name) for name, rules in RULE_SETS.items() if rules.in_force_from is not None)
#: Days (since 1970) on which a rule set came into force.
BOUNDARIES = tuple(day for day, _ in _IN_FORCE)


def law_version(at: int) -> str:
    """Return the name of the rule set in force on the Japanese day of the instant (µs UTC)."""
    return _IN_FORCE[max(0, bisect_right(BOUNDARIES, (at + _TOKYO) // _DAY) - 1)][1]
