"""`disclose`: one person's records, as the Act grants them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ledger.cases import csv, html, json
from ledger.cases.answer import PersonId
from ledger.cases.collect import collect
from ledger.cases.conflicts import check_stranger
from ledger.cases.disclosure.file import FILE_NAME
from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.kept import kept_records
from ledger.cases.disclosure.signing import Issuer, signed
from ledger.cases.one_person import agreed
from ledger.cases.projection import project
from ledger.cases.steps import StepRefused
from ledger.cli.asking import now_us, officer_options, read_person
from ledger.cli.owned import owner_alone
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.judging.acts import check_open, enter_act
from ledger.judging.coverage import coverage
from ledger.judging.officers import officer_at
from ledger.judging.ranges import EVERYTHING
from ledger.judging.records import RecordRow, find_person, records_of_people
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers

#: File names carry nothing of the person.
_FORMATS = {"kaiji.html": html.render, "kaiji.json": json.render, "kaiji.csv": csv.render}


@click.command()
@click.argument("person", type=str, default="-")
@officer_options
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Folder for the answer.")
@click.option("--postgres", help="DSN of the ledger's database.")
def disclose(person: str, officer: str, reason: str, out: Path, postgres: str | None) -> None:
    """Answer the person whose id stands in the file PERSON (- for standard input) as `namespace id`. Another officer
    has agreed to it before (`search-person`); who has a case is answered by the case.

    Writes kaiji.html, kaiji.json and kaiji.csv, and where there is an issuer's key person.disclosure.json, which proves
    what it shows. The look is an entry before the answer exists.
    """
    set_up_logging("disclose")
    settings = load_settings(postgres=postgres)
    namespace, subject = read_person(person)
    files, _ = answer_person(settings, namespace, subject, officer, reason, out)
    for file in files:
        click.echo(str(file))


def answer_person(
    settings: Settings, namespace: str, subject: str, officer: str, reason: str, out: Path
) -> tuple[list[Path], int]:
    """Enter the act, write the answer in every format, and return the files and how many records they show. Raises
    SearchRefused where no other officer has agreed, ActRefused, Conflicted, StepRefused."""
    now = now_us()
    vault = open_vault(settings, "pl_reader")
    issuer = issuer_of(settings)
    with ledger_connection(settings, "pl_reader") as connection, connection.transaction():
        head = read_head(connection, LOG_ID)
        registers = load_registers(connection, LOG_ID, head.size)
        person = find_person(connection, vault, namespace, subject, head.size, now)
        identity = person.identity if person else None
        files = [out / name for name in (*_FORMATS, *([FILE_NAME] if issuer else []))]
        about = {"as_of": head.size, "files": [str(file.absolute()) for file in files]}
        check_open(registers, officer, now)
        enter_act(connection, vault, registers, officer, reason, "disclose", about, identity, now)
        # Before anything that follows from the person's records: what is refused then would tell of them.
        agreed(connection, vault, officer, (namespace, subject), now)
        check_stranger(connection, vault, officer, person.linked if person else (), head.size, now)
        answer = collect(connection, vault, registers, person, PersonId(namespace, subject), head.size, now)
        projection = project(answer)
        shown = {one.record_id for one in projection.records}
        rows = records_of_people(connection, person.identities, head.size) if person else []
        _check_range(registers, officer, namespace, [row for row in rows if row.entry_id.hex() in shown], now)
        kept = kept_records(connection, vault, person, shown, head.size)
        covered = coverage(connection, registers, head.size, now)
    out.mkdir(parents=True, exist_ok=True)
    for name, render in _FORMATS.items():
        _write(out / name, render(projection))
    if issuer:
        with ledger_connection(settings, "pl_reader") as connection:
            evidence = signed(connection, vault, issuer, projection, kept, covered, head.size)
        _write(out / FILE_NAME, evidence)
    vault.close()
    return files, len(projection.records)


def _write(file: Path, content: bytes) -> None:
    with open(file, "wb", opener=owner_alone) as written:
        written.write(content)


def _check_range(registers: Registers, officer: str, namespace: str, shown: Sequence[RecordRow], now: int) -> None:
    """See that all of an answer lies within the officer's range: what it leaves out tells of nothing. Raises
    StepRefused."""
    registered = officer_at(registers, officer, now)
    within = registered.range if registered is not None else EVERYTHING
    if not (within.covers_people({namespace}) and all(within.covers(row.recipient, row.items) for row in shown)):
        raise StepRefused("there are records outside the officer's range; somebody whose range covers them does this")


def issuer_of(settings: Settings) -> Issuer | None:
    """Return who signs answers, None where no key is set. Raises IssuerKeyUnusable, SettingsInvalid."""
    if settings.issuer_key_file is None:
        return None
    key = IssuerKey.from_file(settings.issuer_key_file)
    return Issuer(settings.required("issuer_name"), key, settings.time_stamp_url)
