"""Periods that no text of the law fixes, where a register does not say otherwise. Each is our reading."""

from __future__ import annotations

#: Months for which a check of a conforming system (Rule 18: about once a year) or of a country counts.
CHECK_MONTHS = 12
#: Days between telling people of an opt-out and providing (Rule 11(1)i: enough time to ask for a stop).
DAYS_TO_ASK = 14
#: Days after which a record is no longer made 速やかに (Rule 19(2)).
PROMPT_DAYS = 7
#: Hours for which a no, given before data left, is held against a provision that follows it.
REFUSAL_HOURS = 24
