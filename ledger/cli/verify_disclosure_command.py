"""`verify-disclosure`: what a file proves, in plain words."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from ledger.cases.disclosure.mistaken import mistaken, refused_as, unread_policy
from ledger.cases.disclosure.sd_jwt import LAST_SECOND
from ledger.cases.disclosure.verify import Checked, Proof, RecordRead, Refusal, as_json, verify
from ledger.cases.disclosure.words import (
    ACTIONS,
    ALONE,
    ALONE_NEXT,
    ALONE_UNKNOWN,
    CLAIMS,
    GROUNDS,
    MEMBERS,
    NO_DISCLOSURE,
    NO_POLICY,
    PAGE,
    PROVEN,
    REFUSALS,
    REFUSED_NEXT,
    ROLES,
    SWAPPED,
    TERMS,
)
from ledger.cases.texts import Text
from ledger.cases.visible import escaped, visible
from ledger.log.trust_policy import PolicyInvalid, TrustPolicy, parse_policy

_TOKYO = timedelta(hours=9)
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?Z")


@click.command("verify-disclosure")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--policy", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Trust policy: which log, witnesses and issuers you trust. Get it another way than the file. Without"
              " it nothing is checked; it is said what to do.")
@click.option("--json", "as_json_", is_flag=True, help="For programs.")
def verify_disclosure(file: Path, policy: Path | None, as_json_: bool) -> None:
    """Check FILE and say what it proves, by whom, as of when, and what not. Exits with 1 when it is refused, with 2
    when it could not be checked."""
    data = file.read_bytes()
    if policy is None:
        if as_json_:
            raise click.UsageError("--json wants --policy: without it nothing is checked.")
        for line in alone(data):
            click.echo(line)
        sys.exit(2)
    trusted = _trusted(policy.read_bytes(), data)
    checked = verify(data, trusted)
    instead = None if checked.accepted else refused_as(checked.refusals[0].name, data)
    if as_json_:
        click.echo(escaped(json.dumps(as_json(checked), ensure_ascii=False, indent=2)))
    else:
        click.echo(f"{_both(PAGE['policy_hash'])}: {trusted.fingerprint}\n{_both(PAGE['compare'])}")
        for line in said(checked) if instead is None else mistook(checked, instead):
            click.echo(line)
    sys.exit(0 if checked.accepted else 1)


def alone(data: bytes) -> list[str]:
    """Return what may be said of a file without a trust policy: what it is not, or what to get."""
    instead = mistaken(data)
    if instead is not None:
        return [_both(words) for words in NO_DISCLOSURE[instead]]
    return [
        _both(ALONE["title"]),
        f"{_both(ALONE['known'])}: {_both(ALONE['calls_itself'])}",
        f"{_both(ALONE['unknown'])}:", *(f"  - {_both(ALONE[code])}" for code in ALONE_UNKNOWN),
        f"{_both(ALONE['next'])}:",
        *(f"  {number}. {_both(ALONE[code])}" for number, code in enumerate(ALONE_NEXT, start=1)),
        "  provision-ledger verify-disclosure FILE --policy POLICY",
        *_terms(),
    ]  # fmt: skip


def mistook(checked: Checked, instead: str) -> list[str]:
    """Return what was found of a file that is no disclosure of this version: not that it was changed."""
    what, to_do = NO_DISCLOSURE[instead]
    return [f"？ {_both(what)} ({checked.refusals[0].name})", _both(to_do)]


def _trusted(policy: bytes, file: bytes) -> TrustPolicy:
    try:
        return parse_policy(policy)
    except PolicyInvalid as error:
        kind = unread_policy(policy, file)
        what, to_do = SWAPPED if kind == "swapped" else NO_POLICY[kind]
        raise PolicyInvalid(f"{_both(what)} {_both(to_do)} ({error})") from None


def said(checked: Checked) -> list[str]:
    """Return what was found, line by line."""
    if not checked.accepted or checked.proven is None:
        to_do = REFUSED_NEXT.get(checked.refusals[0].name, PAGE["refused_next"])
        return [f"× {_both(PAGE['refused'])}", *map(_refused, checked.refusals), _both(to_do), *_terms()]
    lines = [f"○ {_both(PAGE['accepted'])}", "証明すること / What is proven:"]
    if checked.records:
        lines.append(f"  {_both(PROVEN['witnessed' if checked.proven.witnesses else 'alone'])}")
    else:
        lines += [f"  {_both(PROVEN['no_record'])}", f"    {_both(PAGE['no_record'])}"]
    lines += _proven(checked.proven)
    for number, record in enumerate(checked.records, start=1):
        lines.append(f"{_both(PAGE['record'])} {number}: {_both(ROLES[record.role])}"
                     f" ({_both(PAGE['place'])} {record.index} {record.entry_id})")  # fmt: skip
        lines += _record(record)
    return [
        *lines,
        "証明しないこと / What is not proven:",
        *(f"  - {_both(PAGE[code])}" for code in ("truth", "all", "later", "holder")),
        *_terms(),
    ]


def _terms() -> list[str]:
    return [f"{_both(PAGE['terms'])}:", *(f"  {_both(name)}: {_both(meaning)}" for name, meaning in TERMS)]


def _both(words: Text) -> str:
    return f"{words.ja} / {words.en}"


def _refused(refusal: Refusal) -> str:
    where = "" if refusal.record is None else f"{_both(PAGE['record'])} {refusal.record + 1}: "
    return f"  {where}{_both(REFUSALS[refusal.name])} ({refusal.name}: {visible(refusal.why)})"


def _proven(proven: Proof) -> list[str]:
    lines = [
        f"  {_both(PAGE['issuer'])}: {visible(proven.issuer)}, {_when(proven.issued_at)}",
        f"  {_both(PAGE['log'])}: {visible(proven.origin)}, {proven.size:,} {_both(PAGE['entries'])}",
        *(f"  {_both(PAGE['witness'])}: {visible(name)}, {_when(at)}" for name, at in proven.witnesses),
        *(f"  {_both(PAGE['stamps'])}: {_when(at // 1_000_000)}" for at in proven.stamped_at),
    ]
    if not proven.witnesses:
        lines.append(f"  {_both(PAGE['no_witness'])}")
    if proven.unchecked_stamps:
        lines.append(
            f"  時刻証明{proven.unchecked_stamps}件は確かめていません（信頼方針に時刻認証局がありません）。 /"
            f" {proven.unchecked_stamps} time stamps were not checked: the trust policy names no authority."
        )
    lines.append("  調べた範囲（会社の申告） / What it covers, as the company states it:")
    for name, value in proven.coverage.items():
        for one in value if isinstance(value, list) else [value]:
            lines.append(f"    {_named(name)}: {_plain(one, name)}")
    return lines


def _record(record: RecordRead) -> list[str]:
    lines = []
    for name, words in CLAIMS.items():
        label = f"    {_both(words)}"
        if name in record.claims:
            lines.append(f"{label}: {_plain(record.claims[name])}")
        elif name == "items" and record.items is not None:
            lines += [f"{label}: {_both(PAGE['not_shown']) if item is None else _plain(item)}" for item in record.items]
        elif name in record.withheld:
            lines.append(f"{label}: {_both(PAGE['withheld'])}")
        else:
            lines.append(f"{label}: {_both(PAGE['not_given'])}")
    for amendment in record.amendments:
        lines.append(f"    {_both(ACTIONS[amendment['action']])}: {_plain(amendment['made_at'], 'made_at')}")
    return lines


def _named(member: str) -> str:
    return _both(MEMBERS[member]) if member in MEMBERS else visible(member)


def _plain(value: object, member: str = "") -> str:
    if isinstance(value, dict):
        return "; ".join(f"{_named(name)} {_plain(one, name)}" for name, one in value.items()) or "―"
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "―"
    if isinstance(value, bool):
        return "はい / yes" if value else "いいえ / no"
    if member == "ground" and value in GROUNDS:
        return _both(GROUNDS[str(value)])
    if value is None:
        return "―"
    return (_moment(str(value)) if member.endswith(("_at", "_until")) else None) or visible(str(value))


def _when(at: int) -> str:
    # A witness's clock may say what no calendar has.
    return str(at) if at > LAST_SECOND - _TOKYO.seconds else _tokyo(datetime.fromtimestamp(at, UTC))


def _moment(written: str) -> str | None:
    """Write an instant in UTC, as files have it, in Japan's time; None: it is none, and is shown as it was written."""
    told = _INSTANT.fullmatch(written)
    try:
        return None if told is None else _tokyo(datetime.fromisoformat(f"{told[1]}+00:00"), told[2] or "")
    except (ValueError, OverflowError):
        return None


def _tokyo(at: datetime, part: str = "") -> str:
    return f"{at + _TOKYO:%Y-%m-%d %H:%M:%S}{part} (JST)"
