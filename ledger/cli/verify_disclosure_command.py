"""`verify-disclosure`: what a file proves, in plain words."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from ledger.cases.disclosure.verify import Checked, as_json, verify
from ledger.cases.disclosure.words import CLAIMS, REFUSALS
from ledger.cases.visible import visible
from ledger.log.trust_policy import parse_policy


@click.command("verify-disclosure")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--policy", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True,
              help="Trust policy: which log, witnesses and issuers you trust. Get it another way than the file.")
@click.option("--json", "as_json_", is_flag=True, help="For programs.")
def verify_disclosure(file: Path, policy: Path, as_json_: bool) -> None:
    """Check FILE and say what it proves, by whom, as of when, and what not. Exits with 1 when it is refused."""
    trusted = parse_policy(policy.read_bytes())
    checked = verify(file.read_bytes(), trusted)
    if as_json_:
        click.echo(json.dumps(as_json(checked), ensure_ascii=False, indent=2))
    else:
        click.echo(f"信頼方針 / Trust policy (SHA-256): {trusted.fingerprint}")
        for line in said(checked):
            click.echo(line)
    sys.exit(0 if checked.accepted else 1)


def said(checked: Checked) -> list[str]:
    """Return what was found, line by line."""
    lines = []
    for refusal in checked.refusals:
        words, where = REFUSALS[refusal.name], "" if refusal.record is None else f" [{refusal.record + 1}]"
        lines.append(f"× {words.ja} / {words.en}{where} ({refusal.name}: {refusal.why})")
    if not checked.accepted or checked.proven is None:
        return [*lines, "この文書は確認できません。何も証明しません。 / This file is refused. It proves nothing."]
    proven = checked.proven
    lines += [
        "○ この文書は確認できました。 / This file is accepted.",
        f"  発行 / issued by {proven.issuer}, {_when(proven.issued_at)}",
        f"  記録簿 / log {proven.origin}, {proven.size} entries",
        *(f"  証人 / seen by witness {name}, {_when(at)}" for name, at in proven.witnesses),
        *(f"  時刻証明 / stamped {_when(at // 1_000_000)}" for at in proven.stamped_at),
    ]
    if proven.unchecked_stamps:
        lines.append(f"  時刻証明 {proven.unchecked_stamps} 件は未確認 / time stamps not checked: no authority named")
    if not checked.records:
        lines.append("  開示の対象となる記録はありません。 / There is no record subject to disclosure.")
    for number, record in enumerate(checked.records, start=1):
        lines.append(f"[{number}] 番号 / entry {record.index} {record.entry_id}")
        lines += [
            f"    {words.ja} / {words.en}: {_plain(record.claims[name])}"
            for name, words in CLAIMS.items() if name in record.claims
        ]  # fmt: skip
        for item in record.items or ():
            lines.append(f"    {CLAIMS['items'].ja} / {CLAIMS['items'].en}: {'―' if item is None else _plain(item)}")
        lines += [
            f"    {CLAIMS[name].ja} / {CLAIMS[name].en}: 提示されていません / withheld by the holder"
            for name in record.withheld
        ]
        lines += [
            f"    訂正 / amended: {amendment['action']}, {amendment['made_at']}" for amendment in record.amendments
        ]  # fmt: skip
    return [
        *lines,
        "証明しないこと / Not proven: 情報源の申告が真実であること / that what a source said is true;"
        " 記録がこれで全部であること / that these are all records; 文書を持つ人が誰か / who holds this file.",
    ]  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, dict):
        named = value.get("ja") or value.get("name")
        return visible(str(named)) if named else ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    return visible(str(value))


def _when(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
