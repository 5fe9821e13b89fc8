"""`verify-disclosure`: what a file proves, in plain words."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
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
    REFUSALS,
    ROLES,
    SWAPPED,
)
from ledger.cases.texts import Text
from ledger.cases.visible import escaped, visible
from ledger.log.trust_policy import PolicyInvalid, TrustPolicy, parse_policy


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
        click.echo(f"信頼方針 / Trust policy (SHA-256): {trusted.fingerprint}")
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
        return [
            *map(_refused, checked.refusals),
            "この文書は確認できません。何も証明しません。 / This file is refused. It proves nothing.",
            _both(PAGE["refused_next"]),
        ]
    lines = [
        "○ この文書は確認できました。 / This file is accepted.",
        "証明すること / Proven: 下の記録が、証人が署名した時にこの記録簿にあり、その後変わっていないこと /"
        " that the records below stood in this log when its witnesses signed, and are unchanged since.",
        *_proven(checked.proven),
    ]
    if not checked.records:
        lines.append("  開示の対象となる記録はありません。 / There is no record subject to disclosure.")
    for number, record in enumerate(checked.records, start=1):
        lines.append(f"[{number}] 番号 / entry {record.index} {record.entry_id}: {_both(ROLES[record.role])}")
        lines += _record(record)
    return [
        *lines,
        "証明しないこと / Not proven: 情報源の申告が真実であること / that what a source said is true;"
        " 記録がこれで全部であること / that these are all records; 発行の後に訂正されていないこと / that nothing was"
        " corrected after it was issued; 文書を持つ人が誰か / who holds this file.",
    ]


def _both(words: Text) -> str:
    return f"{words.ja} / {words.en}"


def _refused(refusal: Refusal) -> str:
    words, where = REFUSALS[refusal.name], "" if refusal.record is None else f" [{refusal.record + 1}]"
    return f"× {words.ja} / {words.en}{where} ({refusal.name}: {visible(refusal.why)})"


def _proven(proven: Proof) -> list[str]:
    lines = [
        f"  発行 / issued by {visible(proven.issuer)}, {_when(proven.issued_at)}",
        f"  記録簿 / log {visible(proven.origin)}, {proven.size} entries",
        *(f"  証人 / seen by witness {visible(name)}, {_when(at)}" for name, at in proven.witnesses),
        *(f"  時刻証明 / time stamp {_when(at // 1_000_000)}" for at in proven.stamped_at),
    ]
    if not proven.witnesses:
        lines.append("  証人なし：会社の署名だけです。 / No witness: this rests on the operator's signature alone.")
    if proven.unchecked_stamps:
        lines.append(
            f"  時刻証明 {proven.unchecked_stamps} 件は未確認（方針に時刻認証局がありません） /"
            " time stamps not checked: the policy names no authority"
        )
    lines.append("  調べた範囲（発行者の申告） / what it covers, as the issuer states it:")
    for name, value in proven.coverage.items():
        for one in value if isinstance(value, list) else [value]:
            lines.append(f"    {_named(name)}: {_plain(one)}")
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
        lines.append(f"    {_both(ACTIONS[amendment['action']])}: {visible(amendment['made_at'])}")
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
    return "―" if value is None else visible(str(value))


def _when(at: int) -> str:
    # A witness's clock may say what no calendar has.
    return str(at) if at > LAST_SECOND else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
