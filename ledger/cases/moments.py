"""Instants as people and programs read them, always in Japan time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from ledger.cases.texts import Text

_JAPAN = timezone(timedelta(hours=9))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS_JA = "月火水木金土日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(at: int) -> Text:
    """Return the Japanese calendar day of an instant in µs UTC, with its weekday."""
    return spoken(_in_japan(at).date())


def month_of(then: date) -> Text:
    """Return the month of a day."""
    return Text(f"{then.year}年{then.month}月", f"{_MONTHS_EN[then.month - 1]} {then.year}")


def spoken(then: date) -> Text:
    """Return a day with its weekday."""
    return Text(
        f"{then.year}年{then.month}月{then.day}日（{_DAYS_JA[then.weekday()]}）",
        f"{then.day} {_MONTHS_EN[then.month - 1]} {then.year} ({_DAYS_EN[then.weekday()]})",
    )


def minute(at: int) -> Text:
    """Return day and minute of an instant in µs UTC, 24-hour clock."""
    then = _in_japan(at)
    clock = f"{then.hour}:{then.minute:02}"
    return Text(f"{day(at).ja}{clock}", f"{day(at).en}, {clock}")


def short(at: int) -> str:
    """Return day and minute of an instant in µs UTC as tables write them."""
    return _in_japan(at).strftime("%Y-%m-%d %H:%M")


def rfc3339(at: int) -> str:
    """Return an instant in µs UTC as RFC 3339 at +09:00; a fraction only where there is one."""
    return _in_japan(at).isoformat()


def _in_japan(at: int) -> datetime:
    # Not fromtimestamp: a float would round the last microseconds of a day into the next one.
    return (_EPOCH + timedelta(microseconds=at)).astimezone(_JAPAN)
