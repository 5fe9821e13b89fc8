"""`evidence`: what came late, and its acceptance by two officers."""

from __future__ import annotations

import json
from hashlib import file_digest
from pathlib import Path

import click
from rich.table import Table

from ledger.cli.asking import counted, officer_options, show
from ledger.cli.desk import desk
from ledger.judging.acts import DECISIONS, LOOKS
from ledger.judging.late_evidence import AlreadyAccepted, LateFact, could_heal, late_facts, waiting_fact
from ledger.judging.said import iso

_LONGEST_NOTE = 500


@click.group()
def evidence() -> None:
    """Evidence that came later than its source declares: it heals nothing until two officers accept it."""


@evidence.command("list")
@officer_options
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--before", type=int, help="Next page: the index that the last page ended on.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, limit: int, before: int | None, as_json: bool) -> None:
    """List facts that came late, newest first, with the number of records that wait for each."""
    with desk("evidence list", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of})
        facts = late_facts(at.connection, at.registers, at.as_of, limit=limit, before=before)
        healed = [could_heal(at.connection, fact, at.as_of) for fact in facts]
    if as_json:
        click.echo(json.dumps({
            "as_of": at.as_of, "next": facts[-1].idx if len(facts) == limit else None,
            "evidence": [
                {
                    "index": fact.idx, "entry": fact.entry_id.hex(), "kind": fact.kind, "change": fact.change,
                    "source": fact.source, "happened_at": iso(fact.happened_at), "came_at": iso(fact.appended_at),
                    "lag_seconds": fact.lag // 1_000_000, "records": records, "state": _state(fact),
                    "accepted_by": list(fact.accepted_by),
                }
                for fact, records in zip(facts, healed, strict=True)
            ],
        }, indent=2))  # fmt: skip
        return
    table = Table("Index", "Entry", "Kind", "Happened (UTC)", "Came (UTC)", "Lag (s)", "Records", "State", "Source")
    for fact, records in zip(facts, healed, strict=True):
        table.add_row(
            str(fact.idx), fact.entry_id.hex(), " ".join(filter(None, (fact.kind, fact.change))), iso(fact.happened_at),
            iso(fact.appended_at), str(fact.lag // 1_000_000), str(records),
            " ".join((_state(fact), *fact.accepted_by)), fact.source,
        )  # fmt: skip
    show(table)
    click.echo(f"{counted(len(facts), 'fact')} shown, checked up to entry {at.as_of}.")
    if len(facts) == limit:
        click.echo(f"There may be more: --before {facts[-1].idx}")


@evidence.command()
@click.argument("fact")
@officer_options
@click.option("--proof", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True,
              help="The proof. Its SHA-256 and size are kept, sealed; the file itself is not.")
@click.option("--kept-at", required=True, help="Where the proof is kept, such as a file number; sealed.")
def accept(fact: str, officer: str, reason: str, proof: Path, kept_at: str) -> None:
    """Accept the late FACT (index or entry id) by its proof. It counts once a second officer has accepted it too."""
    if not 0 < len(kept_at.strip()) <= _LONGEST_NOTE:
        raise click.BadParameter(f"expected 1 to {_LONGEST_NOTE} characters", param_hint="--kept-at")
    with proof.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    with desk("evidence accept", officer, reason, DECISIONS) as at:
        found = waiting_fact(at.connection, at.registers, at.as_of, fact)
        if officer in found.accepted_by:
            raise AlreadyAccepted(f"{fact} by {officer}")
        at.enter(
            {
                "fact": {"index": found.idx, "entry": found.entry_id.hex(), "kind": found.kind},
                "proof": {"sha256": digest, "size": proof.stat().st_size, "kept_at": kept_at},
            },
            found.identity,
        )
    if found.accepted_by:
        click.echo(f"{fact}: accepted, after {' '.join(found.accepted_by)}. Records it touches are judged again.")
    else:
        click.echo(f"{fact}: accepted. It counts once a second officer has accepted it too.")


def _state(fact: LateFact) -> str:
    return "accepted" if fact.accepted else "waits" if fact.waits else "binds"
