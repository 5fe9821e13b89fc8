"""Which verdicts an answer tells: those that an officer confirmed, of the judgement that is current (rule 7).

What is confirmed is one judgement, by its entry id, not a record for good: once another has replaced it, the answer
says that the record is being checked again until somebody has looked at the new one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger.cases.case import Confirmation, Decision
from ledger.cases.moments import day
from ledger.cases.steps import StepRefused
from ledger.cases.texts import Text
from ledger.cases.verdict_words import (
    AGAIN,
    UNDETERMINED,
    VIOLATIONS,
    cause_of_violation,
    cause_of_waiting,
    lawful,
)
from ledger.judging.records import Person, RecordRow, judgements, records_of_people
from ledger.law.catalogue import Sentence, decided_by, explained
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: What an answer can tell of a record: whatever is no provision is in none.
TELLABLE = frozenset({"lawful", "violation", "undetermined"})


@dataclass(frozen=True, slots=True)
class Judged:
    """What the machine found of a record: the judgement's entry id in hex, the verdict, the basis found, which question
    of which article decided, and what is missing. ``explained`` is for officers."""

    judgement: str
    verdict: str
    basis: str
    question: str
    article: str
    missing: tuple[str, ...]
    explained: Sentence

    def words(self, role: str) -> Text:
        """What the person reads of it. ``role``: the operator's in the record."""
        if self.verdict == "violation":
            return VIOLATIONS[cause_of_violation(role, self.question, self.article)]
        if self.verdict == "undetermined":
            return UNDETERMINED[cause_of_waiting(self.missing)]
        return lawful(role, self.basis)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement that an officer confirmed, as the person is told. ``told_at``: when (µs UTC); ``before``: what they
    had been told before, of a judgement that this one replaced."""

    judged: Judged
    told_at: int
    before: Verdict | None = None

    def words(self, role: str) -> Text:
        """The sentence; where another was told before, both with their days."""
        now = self.judged.words(role)
        if self.before is None:
            return now
        then, days = self.before.judged.words(role), (day(self.told_at), day(self.before.told_at))
        return Text(
            AGAIN.ja.format(days[0].ja, now.ja, days[1].ja, then.ja),
            AGAIN.en.format(days[0].en, now.en, days[1].en, then.en),
        )


def judged(
    connection: Connection, vault: Vault, people: Sequence[Person], wanted: Collection[str], as_of: int
) -> dict[str, Judged]:
    """Return the judgement that is current as of a head size of each of these records (entry ids in hex), as far as
    they are these people's and can still be read."""
    if not wanted:
        return {}
    theirs = {identity for person in people for identity in person.identities}
    return judged_of(connection, vault, [
        row for row in records_of_people(connection, theirs, as_of)
        if row.entry_id.hex() in wanted and any(person.owns(row) for person in people)
    ])  # fmt: skip


def judged_of(connection: Connection, vault: Vault, rows: Sequence[RecordRow]) -> dict[str, Judged]:
    """Return by record (entry id in hex) the judgement that its row holds, as far as it can still be read."""
    found = {}
    for row, said in zip(rows, judgements(connection, vault, rows), strict=True):
        if said is not None:
            decisive = decided_by(said["rules"]) or {"question": "", "article": ""}
            found[row.entry_id.hex()] = Judged(
                (row.judgement_id or row.entry_id).hex(), said["verdict"], row.basis, decisive["question"],
                decisive["article"], tuple(said["missing"]), explained({"basis": row.basis}, said),
            )  # fmt: skip
    return found


def confirmations(found: Mapping[str, Judged], records: Collection[str]) -> dict[str, list[str]]:
    """Return what a decision says that confirms the verdicts of these records, as they were looked at.

    Raises StepRefused for a record that is not among those looked at, or whose verdict nobody can be told.
    """
    unknown = [one for one in records if one not in found or found[one].verdict not in TELLABLE]
    if unknown:
        raise StepRefused(
            "a record whose verdict to confirm is not among those that would be given; look at the records again"
        )
    return {one: [found[one].judgement, found[one].verdict] for one in records}


def verdicts_told(
    connection: Connection, vault: Vault, people: Sequence[Person], decisions: Sequence[tuple[Decision, int]],
    as_of: int,
) -> dict[str, Verdict]:  # fmt: skip
    """Return by record what the person is told, by the decisions of a case, the newest first, each with when it is
    told. A record whose current judgement none of them confirmed is left out."""
    wanted = {record for decision, _ in decisions for record in decision.confirmed}
    if not wanted:
        return {}
    current = judged(connection, vault, people, wanted, as_of)
    told: dict[str, list[Verdict]] = {}
    for decision, at in decisions:
        then = judged(connection, vault, people, decision.confirmed.keys(), decision.as_of)
        for record, confirmed in decision.confirmed.items():
            one = then.get(record)
            if one is not None and Confirmation(one.judgement, one.verdict) == confirmed:
                told.setdefault(record, []).append(Verdict(one, at))
    return {record: stands for record, one in current.items() if (stands := _standing(one, told.get(record, [])))}


def _standing(current: Judged, told: Sequence[Verdict]) -> Verdict | None:
    """Return what stands of a record, given what was confirmed of it, the newest first: told since the first answer
    that told it, after what another judgement had been told as."""
    same = [one for one in told if one.judged.judgement == current.judgement]
    if not same:
        return None
    before = next((one for one in told if one.judged.judgement != current.judgement), None)
    return replace(same[-1], before=before)
