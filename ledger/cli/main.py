"""`provision-ledger`: the commands, and how their failures are said."""

from __future__ import annotations

import sys

import click
import psycopg

from ledger.cases.case import StepRefused
from ledger.cases.casebook import CaseErased, NoSuchCase
from ledger.cases.collect import OperatorUnknown
from ledger.cases.disclosure.build import OpeningDiffers
from ledger.cases.disclosure.issuer import IssuerKeyUnusable
from ledger.cases.disclosure.kept import NoHeadYet, NotAnnounced
from ledger.cli import (
    alerts_command,
    audit_command,
    bench_command,
    block_command,
    case_command,
    completeness_command,
    demo_command,
    disclose_command,
    erase_command,
    evidence_command,
    export_entries_command,
    issuer_command,
    judge_command,
    judgement_command,
    keys_command,
    law_command,
    migrate_command,
    new_key_command,
    notary_command,
    preflight_command,
    preview_command,
    proof_command,
    publish_command,
    quarantine_command,
    reads_command,
    rebuild_command,
    register_command,
    relay_command,
    reproduce_command,
    retention_command,
    search_command,
    settings_command,
    setup_command,
    stop_command,
    up_command,
    verify_disclosure_command,
    window_command,
    witness_command,
    worker_command,
)  # fmt: skip
from ledger.cli.audit_command import AuditStateUnreadable
from ledger.cli.case_command import FormUnreadable
from ledger.cli.demo_command import DemoStuck, DemoUnproven
from ledger.cli.register_command import NotRegistered
from ledger.cli.settings import SettingsInvalid
from ledger.cli.stop_command import StopUnknown
from ledger.judging.acts import ActRefused
from ledger.judging.alerts import NoSuchAlert
from ledger.judging.due import NotYet
from ledger.judging.erasing import ActsWait
from ledger.judging.history import NoSuchRecord
from ledger.judging.late_evidence import AlreadyAccepted, NotLateEvidence
from ledger.log.notary.export import BeyondHead, ExportDamaged, ExportDiffers, ExportIncomplete
from ledger.log.notary.memory import MemoryUnreadable, NotaryBusy
from ledger.log.notary.notary import AlreadyBegun
from ledger.log.signing_keys import SigningKeyUnusable
from ledger.log.trust_policy import PolicyInvalid
from ledger.log.witness.witness import WitnessBusy
from ledger.registers.blocks import StepUnneeded
from ledger.runtime.kafka_broker import JarsWrong, KafkaUnavailable
from ledger.runtime.postgres import PostgresUnavailable
from ledger.runtime.prerequisites import ProgramsMissing
from ledger.runtime.supervise import AlreadyRunning
from ledger.store.connect import speakable
from ledger.store.migrate import MigrationChanged, SchemaTooNew, SchemaTooOld
from ledger.vault.master import MasterKeyUnusable, WrongMasterKey
from ledger.vault.shares import SharesUnusable
from streams.publisher import EventInvalid, EventTooLarge, NotPublished
from streams.recorder.quarantine import BytesErased, NotInQuarantine, StillUnreadable
from streams.scenario import ScenarioInvalid
from streams.topics import TopicsMissing

#: Failures a person can do something about: their docstring says what, so no traceback is shown.
_SAID = (
    ActRefused, ActsWait, AlreadyAccepted, AlreadyBegun, AlreadyRunning, AuditStateUnreadable, BeyondHead,
    BytesErased, CaseErased, DemoStuck, DemoUnproven, EventInvalid, EventTooLarge, ExportDamaged, ExportDiffers,
    ExportIncomplete, FormUnreadable, IssuerKeyUnusable, JarsWrong, KafkaUnavailable, MasterKeyUnusable,
    MemoryUnreadable, MigrationChanged, NoHeadYet, NoSuchAlert, NoSuchCase, NoSuchRecord, NotAnnounced,
    NotInQuarantine, NotLateEvidence, NotPublished, NotRegistered, NotYet, NotaryBusy, OpeningDiffers,
    OperatorUnknown, PolicyInvalid, PostgresUnavailable, ProgramsMissing, ScenarioInvalid, SchemaTooNew,
    SchemaTooOld, SettingsInvalid, SharesUnusable, SigningKeyUnusable, StepRefused, StepUnneeded, StillUnreadable,
    StopUnknown, TopicsMissing, WitnessBusy, WrongMasterKey,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="provision-ledger")
def commands() -> None:
    """The record of third-party provision (個人情報保護法 29条・30条): judged, kept, provable."""


for _command in (
    demo_command.demo, up_command.up, migrate_command.migrate, worker_command.worker, relay_command.relay,
    publish_command.publish, search_command.search, reads_command.reads, disclose_command.disclose,
    quarantine_command.quarantine,
    judge_command.judge, register_command.register, evidence_command.evidence, alerts_command.alerts,
    block_command.block, stop_command.stop, preflight_command.preflight, judgement_command.judgement,
    reproduce_command.reproduce, law_command.law, notary_command.notary, witness_command.witness,
    audit_command.audit_command, keys_command.keys, new_key_command.new_key, erase_command.erase,
    retention_command.retention, rebuild_command.rebuild, bench_command.bench, settings_command.settings,
    setup_command.setup, completeness_command.completeness, completeness_command.coverage, issuer_command.issuer,
    verify_disclosure_command.verify_disclosure, export_entries_command.export_entries_command,
    proof_command.proof, case_command.case, window_command.window,
):  # fmt: skip
    commands.add_command(_command)
register_command.register.add_command(preview_command.preview)


def main() -> None:
    """Run one command; exit 2 when it could not be done for a reason that is said."""
    try:
        commands(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except _SAID as error:
        meaning = " ".join((type(error).__doc__ or "").split())
        click.echo(f"provision-ledger: {error}\n  {meaning}", err=True)
        sys.exit(2)
    except psycopg.OperationalError as error:
        click.echo(
            f"provision-ledger: PostgreSQL does not answer ({speakable(error)}). Nothing was changed; check that the"
            " server runs and that PROVISION_LEDGER_POSTGRES names it.",
            err=True,
        )
        sys.exit(2)
    sys.exit(0)
