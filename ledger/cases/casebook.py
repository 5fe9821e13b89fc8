"""Cases in the intake: each step is an act that is committed before its answer leaves, and a case is its steps.

A receipt number says which case; who has its secret is the person, as far as following the case goes. Both are random,
and of the secret only a digest is kept. With 98 bits of it nobody has to be locked out: guessing is hopeless.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from uuid import UUID

from ledger.cases.case import Case, ids_said
from ledger.cases.conflicts import check_no_conflict
from ledger.cases.deciding import flagged
from ledger.cases.folding import after, fold
from ledger.cases.mail.address import named_in
from ledger.cases.mail.news import is_news
from ledger.cases.mail.queue import Content, MailKind, queue
from ledger.cases.same_agent import DAYS_US, asks_often
from ledger.cases.same_person import about_one_linked, about_one_of
from ledger.cases.steps import PERSON, Step, StepRefused
from ledger.judging.acts import check_officer, enter_look, enter_step, said_in
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

logger = logging.getLogger(__name__)

#: Who may take steps: roles of the register of officers.
CASES = frozenset({"privacy_officer"})
_STEPS = """
select case_id, officer, command, made_at, entry_id, key_id, sealed from intake
where log_id = %s and case_id = any(%s) order by intake_id
"""
_OPENED = """
select case_id, officer, command, made_at, entry_id, key_id, sealed from intake
where log_id = %s and command = 'case open' and made_at >= %s and case_id is not null
"""
_FLAGGED = "select distinct case_id from intake where log_id = %s and command = 'case protect' and case_id is not null"
#: Steps at which it is looked whether another case says that this person is protected.
_LOOKS_ASIDE = frozenset({"case identify", "case stop id", "case decide", "case answer", "case letter"})
_LAST = """
select case_id, max(intake_id) from intake
where log_id = %s and case_id is not null and intake_id > %s group by case_id
"""
#: One step of a case at a time: the next is judged by all before it.
_ALONE = "select pg_advisory_xact_lock(hashtext('case'), hashtext(%s))"
#: Without letters and digits that look alike, as people read numbers out.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_NUMBER, _SECRET, _CODE, _FORM = 10, 20, 10, 30


class MovedOn(StepRefused):
    """The case has moved on since it was looked at. Nothing was entered; look again."""


class NoSuchCase(Exception):
    """There is no case with this number, or the secret is another one. Nothing was shown; see the receipt."""


class CaseErased(Exception):
    """The key of this case was destroyed: what it said can be read by nobody. Nothing was entered; ask the person for a
    new request."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person is given: the number to name the case by, and the secret to follow it with."""

    number: str
    secret: str


@dataclass(frozen=True, slots=True)
class CodeByMail:
    """A code that goes to an e-mail address: what it is for, and until when it can be used (µs UTC)."""

    kind: MailKind
    to: str
    code: str
    until: int


@dataclass(frozen=True, slots=True)
class Casebook:
    """The cases of one ledger, for one act at a time. ``connection`` is in autocommit."""

    connection: Connection
    vault: Vault

    def open(
        self, said: Mapping[str, Any], officer: str, now: int, form: str = ""
    ) -> tuple[Receipt, Case]:  # fmt: skip
        """Open a case by what was asked (``kind``, ``channel``, ``language``, ``arrived``, ``asked``, ``contact``,
        ``claimed``, where there are: ``fee`` in yen, ``agent``, ``protected``, ``unsafe``, `wishes`), and return
        its receipt and the case.
        ``officer``: who entered it, ``PERSON`` where they did. Raises StepRefused.

        ``form``: what ``new_form`` drew for the empty form. Sent again unchanged it is the same request, and gives the
        same receipt.
        """
        receipt = _receipt_of(form) if len(form) == _FORM else Receipt(_drawn(_NUMBER), _drawn(_SECRET))
        with self.connection.transaction():
            self.connection.execute(_ALONE, (case_id_of(receipt.number).hex(),))
            sent = self._found(case_id_of(receipt.number))
            if sent is not None and _same(sent[0].said, said):
                return receipt, fold(sent)
            if sent is not None:
                receipt = Receipt(_drawn(_NUMBER), _drawn(_SECRET))
            said = {**said, "number": receipt.number, "secret_digest": digest(receipt.secret)}
            case = self._begun(said, officer, now)
        return receipt, case

    def was_sent(self, said: Mapping[str, Any], form: str) -> bool:
        """Tell whether ``open`` took this very request by this form before, and would give its receipt again."""
        sent = self._found(case_id_of(_receipt_of(form).number)) if len(form) == _FORM else None
        return sent is not None and _same(sent[0].said, said)

    def step(
        self, number: str, officer: str, reason: str, command: str, said: Mapping[str, Any], now: int,
        registers: Registers | None = None, seen: int | None = None, code: CodeByMail | None = None,
    ) -> Case:  # fmt: skip
        """Take a step of a case and return the case after it. ``registers``: by which an officer's role is looked at;
        None where the person steps. ``seen``: the turn at which the case was looked at that the step rests on. Mail
        that the step causes is queued with it: ``code``, or that there is news.

        Raises StepRefused (MovedOn where the case has moved on since), ActRefused, NoSuchCase and CaseErased.
        """
        if registers is not None:
            check_officer(registers, officer, reason, command, now, CASES)
        case_id = case_id_of(number)
        with self.alone(number) as before:
            size = read_head(self.connection, LOG_ID).size if registers is not None else 0
            if registers is not None:
                check_no_conflict(self.connection, self.vault, officer, before, size, now)
            if seen is not None and before.turn != seen:
                raise MovedOn(f"the case is at turn {before.turn}, and {seen} was looked at: look again")
            if command in _LOOKS_ASIDE and self._protected_elsewhere(before, said, now):
                said = {**said, "protected": True}
            case = after(before, Step(command, officer, now, said))
            if registers is not None:
                check_no_conflict(self.connection, self.vault, officer, case, size, now)
            enter_step(self.connection, self.vault, case_id, officer, reason, command, said, now)
            # What tells of an answer leaves with it.
            at = said.get("available_at", now)
            if code is not None:
                brings = Content(case.number, code.to, case.language, code.code, code.until)
                queue(self.connection, self.vault, case_id, code.kind, brings, at)
            elif case.address and is_news(command, officer, before, case, now):
                news = Content(case.number, case.address, case.language)
                queue(self.connection, self.vault, case_id, "news", news, at)
        return case

    @contextmanager
    def alone(self, number: str) -> Iterator[Case]:
        """Give the case of a receipt number while nobody takes a step of it. Raises NoSuchCase, CaseErased."""
        with self.connection.transaction():
            self.connection.execute(_ALONE, (case_id_of(number).hex(),))
            yield self.find(number)

    def find(self, number: str) -> Case:
        """Return the case of a receipt number. Raises NoSuchCase, CaseErased."""
        return self.by_id(case_id_of(number))

    def by_id(self, case_id: bytes) -> Case:
        """Return the case with an id. Raises NoSuchCase, CaseErased."""
        steps = self._found(case_id)
        if steps is None:
            raise NoSuchCase(case_id.hex())
        return fold(steps)

    def looked_at(self, number: str, officer: str, now: int) -> Case:
        """Return the case of a receipt number for an officer who may work it.

        Raises Conflicted, NoSuchCase, CaseErased.
        """
        case = self.find(number)
        check_no_conflict(self.connection, self.vault, officer, case, read_head(self.connection, LOG_ID).size, now)
        return case

    def of(self, number: str, secret: str, now: int) -> Case:
        """Return the case of a receipt number for who has its secret. Takes the same work whether it is there or not.
        What an agent was given a code for is out of their reach once any case says that the person is protected.

        Raises NoSuchCase for a number nobody has and for another secret alike.
        """
        try:
            case: Case | None = self.find(number)
        except (NoSuchCase, CaseErased):
            case = None
        expected = case.secret_digest if case is not None else digest("")
        if not compare_digest(expected, digest(normal(secret))) or case is None:
            raise NoSuchCase("number or secret")
        if case.agent is not None and self._protected_elsewhere(case, {}, now):
            return flagged(case)
        return case

    def look(self, case: Case, now: int) -> None:
        """Enter that the person looked at where their case stands."""
        enter_look(self.connection, self.vault, case_id_of(case.number), PERSON, "case follow", now)

    def all(self, at: int | None = None) -> list[Case]:
        """Return every case that can still be read, those due first, as they stood at an instant (µs UTC) or stand now.
        One whose steps make no case is logged and left out: it must not hide the others."""
        return in_order(self.opened(list(self.last_steps()), at).values())

    def last_steps(self, above: int = 0) -> dict[bytes, int]:
        """Return by case the number of its last step, where that is above a number: steps of one case are numbered in
        the order they were taken."""
        return {case_id.bytes: step for case_id, step in self.connection.execute(_LAST, (LOG_ID, above))}

    def opened(self, case_ids: Sequence[bytes], at: int | None = None) -> dict[bytes, Case]:
        """Return by id those of the cases that can be read, as in ``all``."""
        found = {}
        for case_id, steps in self._read(self._rows(case_ids)).items():
            told = [step for step in steps if at is None or step.made_at <= at]
            if not told:
                continue
            try:
                found[case_id] = fold(told)
            except (StepRefused, LookupError, TypeError, ValueError) as error:
                logger.error("case %s cannot be read and is passed over (%s)", case_id.hex(), type(error).__name__)
        return found

    def gone(self) -> list[bytes]:
        """Return the ids of the cases whose key was destroyed."""
        ids = list(self.last_steps())
        return sorted(set(ids) - self._read(self._rows(ids)).keys())

    def _begun(self, said: Mapping[str, Any], officer: str, now: int) -> Case:
        """Enter the first steps of a case: the request, and the flag of who says that they are to be protected, which
        stands as a step of its own so that other cases of theirs find it."""
        case, case_id = fold([Step("case open", officer, now, said)]), case_id_of(said["number"])
        if case.agent is not None:
            said = {**said, "many_by_one_agent": asks_often(case.agent, self._opened_since(now - DAYS_US))}
        steps = [("case open", said)]
        if said.get("protected"):
            because = "person" if case.agent is None else "agent"
            steps.append(("case protect", {"on": True, "because": because}))
        case = fold(Step(command, officer, now, told) for command, told in steps)
        if officer != PERSON:
            check_no_conflict(
                self.connection, self.vault, officer, case, read_head(self.connection, LOG_ID).size, now
            )
        for command, told in steps:
            enter_step(self.connection, self.vault, case_id, officer, "request", command, told, now)
        return case

    def _opened_since(self, at: int) -> list[Step]:
        rows = self.connection.execute(_OPENED, (LOG_ID, at)).fetchall()
        return [steps[0] for steps in self._read(rows).values()]

    def may_be_mailed(self, number: str, to: str) -> bool:
        """Tell whether mail about a case may still go to an address: about a person who is protected by now, by this
        case or another, only to one that was held before the request; and never to one that they ask us not to use.
        Raises NoSuchCase, CaseErased."""
        case = self.find(number)
        if named_in(case.unsafe, to):
            return False
        held = case.proof is not None and case.proof.address == to
        return held or not (case.protected or about_one_of(case.ids, self._flagged()))

    def _protected_elsewhere(self, case: Case, said: Mapping[str, Any], now: int) -> bool:
        """Tell whether another case of who this one is about, as identified now or before, bears the flag."""
        ids = ids_said(said["ids"]) if "ids" in said else case.ids
        others = self._flagged()
        return about_one_of(ids, others) or about_one_linked(self.connection, ids, others, now)

    def _flagged(self) -> list[Case]:
        """Return every case that bears the flag."""
        there = [case_id.bytes for (case_id,) in self.connection.execute(_FLAGGED, (LOG_ID,))]
        return [case for case in map(fold, self._read(self._rows(there)).values()) if case.protected]

    def _found(self, case_id: bytes) -> list[Step] | None:
        """Return the steps of a case, None where there is none. Raises CaseErased."""
        rows = self._rows([case_id])
        steps = self._read(rows).get(case_id)
        if rows and steps is None:
            raise CaseErased(str(rows[0][0]))
        return steps

    def _rows(self, case_ids: Sequence[bytes]) -> list[Any]:
        return self.connection.execute(_STEPS, (LOG_ID, [UUID(bytes=one) for one in case_ids])).fetchall()

    def _read(self, rows: Sequence[Sequence[Any]]) -> dict[bytes, list[Step]]:
        """Return by case the steps that can still be read, in their order."""
        keys = self.vault.open_keys({row[5] for row in rows})
        steps: dict[bytes, list[Step]] = {}
        for case_id, officer, command, made_at, entry_id, key_id, sealed in rows:
            if key_id in keys:
                said = said_in(keys[key_id], entry_id, sealed)["step"]
                steps.setdefault(case_id.bytes, []).append(Step(command, officer, made_at, said))
        return steps


def in_order(cases: Iterable[Case]) -> list[Case]:
    """Return cases by the day on which they arrived, those that came first before the others."""
    return sorted(cases, key=lambda case: (case.arrived, case.received_at))


def case_id_of(number: str) -> bytes:
    """Return the id of the case with a receipt number, however it was written."""
    return sha256(b"case\n" + normal(number).encode()).digest()[:16]


def normal(written: str) -> str:
    """Return a number, secret or code as it was drawn: without spaces and hyphens, in capitals, half-width."""
    narrow = written.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    return "".join(one for one in narrow.upper() if one in _ALPHABET)


def readable(drawn: str) -> str:
    """Return a number, secret or code in groups, as it is printed."""
    return "-".join(drawn[at : at + 5] for at in range(0, len(drawn), 5))


def new_form() -> str:
    """Draw what goes into an empty form, unseen, so that a form which is sent twice makes one case."""
    return _drawn(_FORM)


def new_code() -> str:
    """Draw a code that is given by a second channel."""
    return _drawn(_CODE)


def digest(drawn: str) -> str:
    """Return what is kept of a secret or code."""
    return sha256(drawn.encode()).hexdigest()


def _drawn(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def _receipt_of(form: str) -> Receipt:
    """Spell a receipt by what was drawn for the form, which nobody knows but who was given it: 147 bits."""
    number, spelled = int.from_bytes(sha256(b"receipt\n" + form.encode()).digest()), ""
    for _ in range(_NUMBER + _SECRET):
        number, letter = divmod(number, len(_ALPHABET))
        spelled += _ALPHABET[letter]
    return Receipt(spelled[:_NUMBER], spelled[_NUMBER:])


def _same(sent: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Tell whether a form says what was sent before; it may have become another day meanwhile."""
    return all(sent.get(name) == word for name, word in said.items() if name != "arrived")
