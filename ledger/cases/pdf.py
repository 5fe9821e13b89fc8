"""The answer on paper: a letter whose annex holds the records, as tagged PDF. Japanese and English are two
documents."""

from __future__ import annotations

from ledger.cases.facts import Fact
from ledger.cases.letters.days import document_number, written
from ledger.cases.letters.letter import Annex, Item, Letter, Proof, Row, Section
from ledger.cases.letters.setting import pdf
from ledger.cases.letters.words import RECORDS
from ledger.cases.moments import minute
from ledger.cases.projection import Projection, RecordShown
from ledger.cases.task_words import PARTS_HEADING
from ledger.cases.texts import SENTENCES, Language, Text
from ledger.cases.visible import grouped, visible
from ledger.law.days import calendar, jst_day

FILE_NAMES: dict[Language, str] = {"ja": "kaiji.pdf", "en": "kaiji-en.pdf"}

#: Full-width characters that fit into a line of a block, and lines that fit onto a page below the table's head.
_ACROSS, _DOWN = 20, 40


def render(projection: Projection, case: str, language: Language) -> bytes:
    """Return the answer to a case (its receipt number) as PDF. Raises FontMissing, GlyphMissing."""
    return pdf(answer(projection, case, language))


def answer(projection: Projection, case: str, language: Language) -> Letter:
    """Return the answer as a letter. One without records and reasons is one page and says the one sentence."""
    of = _In(language)
    operator, day = projection.operator, calendar(jst_day(projection.answered_at))
    return Letter(
        kind="answer",
        language=language,
        number=document_number(case, day),
        sent_on=of(written(day)),
        to=of(RECORDS["to"]),
        sender=(operator.name, operator.address, operator.representative),
        subject=of(SENTENCES["title"]),
        opening=_opening(projection, of),
        items=(
            Item(of(SENTENCES["answered_at"]), of(minute(projection.answered_at))),
            Item(
                of(SENTENCES["checked_up_to"]),
                of(SENTENCES["until"]).format(of(minute(projection.checked_up_to))) + of.gap
                + of(SENTENCES["japan_time"]),
            ),
            Item(
                of(SENTENCES["asked_with"]), "",
                tuple(f"{each.namespace}{of.colon}{each.id}" for each in projection.asked_with),
            ),
        ),
        sections=(
            *_by_service(projection, of),
            *_own_reason(projection, of),
            Section(
                of(SENTENCES["help"]), tuple(of(SENTENCES[f"help_{way}"]) for way in ("ask", "commission", "court")),
                listed=True,
            ),
            Section(of(SENTENCES["contact"]), (operator.contact,)),
        ),
        enclosures=(of(RECORDS["enclosed"]),) if projection.records or projection.withheld else (),
        annex=_annex(projection, of) if projection.records or projection.withheld else None,
    )  # fmt: skip


class _In:
    """A language: called with words, it gives them in it."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.colon, self.gap = ("：", "") if language == "ja" else (": ", " ")

    def __call__(self, words: Text) -> str:
        return words.ja if self._language == "ja" else words.en


def _opening(projection: Projection, of: _In) -> tuple[str, ...]:
    english = () if of.gap == "" else (of(SENTENCES["governs"]),)
    if not projection.records and not projection.withheld:
        return (of(SENTENCES["none"]), *english)
    if not projection.records:
        return (of(RECORDS["refused"]), of(SENTENCES["excluded"]), *english)
    given = of(RECORDS["given"]).format(len(projection.records))
    part = (
        *((of(RECORDS["part"]),) if projection.withheld else ()),
        *((of(RECORDS["part_items"]),) if projection.left_out else ()),
    )
    return (given, *part, of(SENTENCES["excluded"]), *english)


def _by_service(projection: Projection, of: _In) -> tuple[Section, ...]:
    """What each service holds, where that was asked for beside the records."""
    return tuple(
        Section(
            f"{of(PARTS_HEADING)}{of.colon}{of(part.name)}",
            (
                of.gap.join(of(words) for words in (part.told, part.because) if words is not None),
                *(f"{of(item)}{of.colon}{of(value)}" for item, value in part.held),
                *((part.text,) if part.text else ()),
            ),
        )
        for part in projection.parts
    )  # fmt: skip


def _own_reason(projection: Projection, of: _In) -> tuple[Section, ...]:
    lines = tuple(line for line in visible(projection.explained).split("\n") if line.strip())
    return (Section(of(SENTENCES["explained"]), lines),) if lines else ()


def _annex(projection: Projection, of: _In) -> Annex:
    withheld = sum(each.count for each in projection.withheld)
    judged = "_judged" if projection.tells_verdicts else ""
    notes = [of(SENTENCES[code]) for code in ("newest_first", f"blocks{judged}", f"judgement_note{judged}")]
    return Annex(
        heading=of(RECORDS["annex"]),
        count=of(RECORDS["count"]).format(len(projection.records), withheld),
        notes=(of.gap.join(notes),) if projection.records else (),
        heads=(of(SENTENCES["number"]), of(SENTENCES["granted_by_act"]), of(SENTENCES["added_by_operator"])),
        rows=(
            *(_row(record, of) for record in projection.records),
            *(
                Row(of(RECORDS["none_number"]), across=of(RECORDS["withheld_row"]).format(nth, each.count))
                for nth, each in enumerate(projection.withheld, start=1)
            ),
        ),
        after=_reasons(projection, of),
        proof=Proof(
            of(RECORDS["proof"]), of(RECORDS["proof_lead"]),
            tuple(of(RECORDS[f"proof_{step}"]) for step in ("get", "open", "compare")),
        ) if projection.records else None,
    )  # fmt: skip


def _reasons(projection: Projection, of: _In) -> tuple[Section, ...]:
    if projection.whole:
        return ()
    reasons = tuple(
        of(RECORDS["reason"]).format(nth, of(each.words)) for nth, each in enumerate(projection.withheld, start=1)
    )
    return (Section(of(RECORDS["reasons"]), (*reasons, of(SENTENCES["withheld_options"]))),)


def _row(record: RecordShown, of: _In) -> Row:
    granted = tuple(_line(fact, of) for fact in record.granted_by_act)
    added = (
        *(_line(fact, of) for fact in record.added_by_operator),
        *(of(each.words) for each in record.amendments),
        f"{of(RECORDS['record_id'])}{of.colon}{grouped(record.record_id)}",
    )
    tall = max(_lines(granted), _lines(added)) > _DOWN
    return Row(f"{record.number}\n{of(SENTENCES[record.role])}", granted, added, tall=tall)


def _line(fact: Fact, of: _In) -> str:
    return f"{of(fact.label)}{of.colon}{of(fact.words)}"


def _lines(block: tuple[str, ...]) -> int:
    """Return at most how many lines a block takes: every character counts as a full-width one."""
    return sum(1 + len(line) // _ACROSS for each in block for line in each.split("\n"))
