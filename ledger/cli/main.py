"""`provision-ledger`: the commands, and how their failures are said.

Only the command that is run is imported: a worker has no use for pages, and every command begins sooner.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Mapping
from importlib import import_module

import click
import psycopg

from ledger.store.connect import speakable

#: By name, where each command is: module of this package, and what it is called there.
COMMANDS: Mapping[str, str] = {
    "alerts": "alerts_command:alerts",
    "api": "api_command:api",
    "api-client": "api_client_command:api_client",
    "audit": "audit_command:audit_command",
    "bench": "bench_command:bench",
    "block": "block_command:block",
    "case": "case_command:case",
    "completeness": "completeness_command:completeness",
    "console": "console_command:console",
    "coverage": "completeness_command:coverage",
    "demo": "demo_command:demo",
    "disclose": "disclose_command:disclose",
    "erase": "erase_command:erase",
    "evidence": "evidence_command:evidence",
    "export-entries": "export_entries_command:export_entries_command",
    "issuer": "issuer_command:issuer",
    "judge": "judge_command:judge",
    "judgement": "judgement_command:judgement",
    "keys": "keys_command:keys",
    "law": "law_command:law",
    "log-key": "log_key_command:log_key",
    "mail": "mail_command:mail",
    "migrate": "migrate_command:migrate",
    "new-key": "new_key_command:new_key",
    "notary": "notary_command:notary",
    "preflight": "preflight_command:preflight",
    "proof": "proof_command:proof",
    "publish": "publish_command:publish",
    "quarantine": "quarantine_command:quarantine",
    "reads": "reads_command:reads",
    "rebuild": "rebuild_command:rebuild",
    "register": "register_command:register",
    "relay": "relay_command:relay",
    "reproduce": "reproduce_command:reproduce",
    "retention": "retention_command:retention",
    "search": "search_command:search",
    "search-person": "search_person_command:search_person",
    "settings": "settings_command:settings",
    "setup": "setup_command:setup",
    "staff": "staff_command:staff",
    "stop": "stop_command:stop",
    "up": "up_command:up",
    "verify-disclosure": "verify_disclosure_command:verify_disclosure",
    "window": "window_command:window",
    "witness": "witness_command:witness",
    "worker": "worker_command:worker",
}
#: Failures a person can do something about: their docstring says what, so no traceback is shown.
SAID = frozenset({
    "ledger.cases.steps:StepRefused",
    "ledger.cases.casebook:CaseErased",
    "ledger.cases.casebook:NoSuchCase",
    "ledger.cases.collect:OperatorUnknown",
    "ledger.cases.disclosure.build:OpeningDiffers",
    "ledger.cases.disclosure.issuer:IssuerKeyUnusable",
    "ledger.cases.disclosure.kept:NoHeadYet",
    "ledger.cases.disclosure.kept:NotAnnounced",
    "ledger.cases.letters.font:FontMissing",
    "ledger.cases.letters.setting:GlyphMissing",
    "ledger.cli.audit_command:AuditStateUnreadable",
    "ledger.cases.files.kinds:FileUnusable",
    "ledger.cases.files.store:FileDiffers",
    "ledger.cases.files.store:FileGone",
    "ledger.cases.given:PersonErased",
    "ledger.cases.mail.address:AddressUnusable",
    "ledger.cases.one_person:NothingToConfirm",
    "ledger.cases.one_person:SearchRefused",
    "ledger.cases.one_record:RecordClosed",
    "ledger.cli.case_telling:FormUnreadable",
    "ledger.cli.demo_command:DemoStuck",
    "ledger.cli.demo_command:DemoUnproven",
    "ledger.cli.demo_window:WindowUnanswered",
    "ledger.cli.rebuild_command:OwnerNeeded",
    "ledger.cli.rebuild_command:SchemaTaken",
    "ledger.cli.register_command:NotRegistered",
    "ledger.cli.settings:SettingsInvalid",
    "ledger.cli.stop_command:StopUnknown",
    "ledger.judging.acts:ActRefused",
    "ledger.judging.alerts:NoSuchAlert",
    "ledger.judging.alerts:OwnAlert",
    "ledger.judging.clients:ClientRefused",
    "ledger.judging.due:NotYet",
    "ledger.judging.erasing:ActsWait",
    "ledger.judging.history:NoSuchRecord",
    "ledger.judging.late_evidence:AlreadyAccepted",
    "ledger.judging.late_evidence:NotLateEvidence",
    "ledger.judging.staff:AccountRefused",
    "ledger.log.head:HeadUnusable",
    "ledger.log.notary.export:BeyondHead",
    "ledger.log.notary.export:ExportDamaged",
    "ledger.log.notary.export:ExportDiffers",
    "ledger.log.notary.export:ExportIncomplete",
    "ledger.log.notary.memory:MemoryUnreadable",
    "ledger.log.notary.memory:NotaryBusy",
    "ledger.log.notary.notary:AlreadyBegun",
    "ledger.log.signing_keys:SigningKeyUnusable",
    "ledger.log.trust_policy:PolicyInvalid",
    "ledger.log.witness.witness:SeenUnreadable",
    "ledger.log.witness.witness:WitnessBusy",
    "ledger.registers.blocks:StepUnneeded",
    "ledger.runtime.kafka_broker:JarsWrong",
    "ledger.runtime.kafka_broker:KafkaUnavailable",
    "ledger.runtime.postgres:PostgresUnavailable",
    "ledger.runtime.prerequisites:ProgramsMissing",
    "ledger.runtime.supervise:AlreadyRunning",
    "ledger.runtime.supervise:FolderUnusable",
    "ledger.store.migrate:MigrationChanged",
    "ledger.store.migrate:SchemaTooNew",
    "ledger.store.migrate:SchemaTooOld",
    "ledger.vault.master:MasterKeyUnusable",
    "ledger.vault.master:WrongMasterKey",
    "ledger.vault.shares:SharesUnusable",
    "streams.producer:NotPublished",
    "streams.publisher:EventInvalid",
    "streams.publisher:EventTooLarge",
    "streams.publisher:NumbersUnreadable",
    "streams.recorder.quarantine:BytesErased",
    "streams.recorder.quarantine:NotInQuarantine",
    "streams.recorder.quarantine:StillUnreadable",
    "streams.recorder.rebuild:RootDiffers",
    "streams.scenario:ScenarioInvalid",
    "streams.topics:TopicsMissing",
})  # fmt: skip


class _Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"ledger.cli.{module}"), attribute)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="provision-ledger")
def commands() -> None:
    """The record of third-party provision (個人情報保護法 29条・30条): judged, kept, provable."""


def main() -> None:
    """Run one command; exit 2 when it could not be done for a reason that is said. A process that is ended by a fault,
    or one that it has started, writes none of its memory to a disk: there are keys in it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    try:
        commands(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except psycopg.OperationalError as error:
        click.echo(
            f"provision-ledger: PostgreSQL does not answer ({speakable(error)}). Nothing was changed; check that the"
            " servers of the ledger and of its key store run, that their disks are not full, and that"
            " PROVISION_LEDGER_POSTGRES and PROVISION_LEDGER_VAULT name them.",
            err=True,
        )
        sys.exit(2)
    except Exception as error:
        meaning = _meaning(error)
        if meaning is None:
            raise
        what = f"{error}\n  {meaning}" if str(error) else meaning
        click.echo(f"provision-ledger: {what}", err=True)
        sys.exit(2)
    sys.exit(0)


def _meaning(error: Exception) -> str | None:
    """Return what a failure means and what to do, or None where nobody foresaw it."""
    for kind in type(error).__mro__:
        if (kind.__module__, kind.__name__) == ("kafka.errors", "KafkaError"):
            return (
                "Kafka does not answer, or refuses. Nothing was changed; check that the broker runs, that"
                " PROVISION_LEDGER_KAFKA names it, and what PROVISION_LEDGER_KAFKA_SECURITY says."
            )
        if f"{kind.__module__}:{kind.__name__}" in SAID:
            return " ".join((kind.__doc__ or "").split())
    return None
