"""Why the existence screen leaves a record out (Cabinet Order 11), and from which reasons officers released it.

A reason is a code: ``claim:ii`` (the source said so), ``kind:police`` (the other side is such a body, or was told to
be), ``hide:ii:…`` (an officer said so; the rest names the act). A hide binds at once. A release takes a second officer,
and reaches only the reasons that the releasing officer saw, each by its name: one that came later hides the record
again. So nothing ever has to be taken back, and of two acts about one record it does not matter which came first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ledger.cases.answer import DisclosableRecord
from ledger.cases.steps import StepRefused, known
from ledger.cases.texts import Text

Doing = Literal["hide", "release", "confirm"]

#: Kinds of bodies whose records nobody is told of by default.
SILENT_KINDS: Mapping[str, Text] = {
    "police": Text("相手方が警察です", "The other side is the police"),
    "child_guidance": Text("相手方が児童相談所です", "The other side is a child guidance centre"),
    "victim_support": Text("相手方が被害者の支援団体です", "The other side is a victim support body"),
}
#: The items of Cabinet Order 11: what might come of it if it became known whether there is a record.
HIDDEN_BECAUSE: Mapping[str, Text] = {
    "i": Text(
        "本人や第三者の生命、身体、財産に危害が及ぶおそれ（1号）",
        "Life, body or property of the person or somebody else may be endangered (item i)",
    ),
    "ii": Text(
        "違法又は不当な行為を助長し、誘発するおそれ（2号）",
        "An unlawful or unjust act may be encouraged or induced (item ii)",
    ),
    "iii": Text(
        "国の安全が害される、他国や国際機関との信頼関係が損なわれる、または交渉で不利益を受けるおそれ（3号）",
        "National security, trust with other countries or international bodies, or our country\u2019s standing in"
        " negotiations with them may be harmed (item iii)",
    ),
    "iv": Text(
        "犯罪の予防・鎮圧・捜査など、公共の安全と秩序の維持に支障が及ぶおそれ（4号）",
        "Prevention, suppression or investigation of crime, or public safety and order otherwise, may be impeded"
        " (item iv)",
    ),
}
#: Why a record may be told of all the same.
RELEASED_BECAUSE: Mapping[str, Text] = {
    "not_met": Text(
        "調べた結果、政令11条のどのおそれもないため", "It was looked into: none of Cabinet Order 11's dangers is there"
    ),
    "over": Text("おそれがなくなったため", "The danger is over"),
    "known": Text(
        "記録があることを、ご本人がその機関から知らされているため",
        "The person was told of it by that body itself",
    ),
    "mistaken": Text("記録元やほかの担当者の誤りだったため", "The source, or another officer, was mistaken"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """What an officer did about one record (entry id in hex). ``name``: id of the act's entry in hex; ``made_at``: µs
    UTC; ``idx``: its index in the log, None while it waits for it. ``silent``: the reasons that a release reaches;
    ``proposal``: the name of the release that a confirm agrees to."""

    name: str
    doing: Doing
    record: str
    officer: str
    made_at: int
    idx: int | None
    because: str = ""
    silent: frozenset[str] = frozenset()
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What officers made of a record: the reasons they added, and those from which it is released."""

    hidden: frozenset[str] = frozenset()
    released_from: frozenset[str] = frozenset()


def standings(
    acts: Iterable[Act], as_of: int | None = None, hides_until: int | None = None
) -> dict[str, Standing]:  # fmt: skip
    """Return by record what officers made of it: by releases whose two acts stand below ``as_of`` in the log, and by
    hides up to an instant (µs UTC). None: every act that was entered."""
    of: dict[str, list[Act]] = {}
    for act in acts:
        of.setdefault(act.record, []).append(act)
    return {record: _standing(told, as_of, hides_until) for record, told in of.items()}


def reasons(record: DisclosableRecord) -> frozenset[str]:
    """Return every reason there ever was not to tell of a record, a flag that nobody knows included."""
    claimed = () if record.existence is None else (f"claim:{record.existence}",)
    kinds = (f"kind:{kind}" for kind in (record.recipient.kind, *record.told_kinds) if kind in SILENT_KINDS)
    return frozenset((*claimed, *kinds, *record.hidden))


def silent(record: DisclosableRecord) -> frozenset[str]:
    """Return the reasons that stand: from which nobody released the record. It is told of where there is none."""
    return reasons(record) - record.released_from


def words_of(reason: str) -> Text:
    """Return a reason in words, for officers with the role alone."""
    source, _, rest = reason.partition(":")
    code = rest.partition(":")[0]
    if source == "kind":
        return SILENT_KINDS[code]
    why = HIDDEN_BECAUSE.get(code, Text(f"知らない理由（{code}）", f"A reason that is not known ({code})"))
    if source == "claim":
        return Text(f"記録元による：{why.ja}", f"By the source: {why.en}")
    return Text(f"担当者による：{why.ja}", f"By an officer: {why.en}")


def open_proposals(acts: Sequence[Act], standing: Collection[str]) -> list[Act]:
    """Return the releases of one record that wait for a second officer and reach every reason that stands."""
    agreed = {act.proposal for act in acts if act.doing == "confirm"}
    return [
        act for act in acts
        if act.doing == "release" and act.name not in agreed and standing and act.silent.issuperset(standing)
    ]  # fmt: skip


def check_hide(standing: Collection[str], because: str) -> None:
    """See that a record may be hidden for a reason. Raises StepRefused."""
    known(because, HIDDEN_BECAUSE, "item of Cabinet Order 11")
    if any(reason.startswith(f"hide:{because}:") for reason in standing):
        raise StepRefused("an officer has hidden this record for this reason already; nothing more is to be done")


def check_release(standing: Collection[str], seen: Collection[str], because: str) -> None:
    """See that a record may be released from the reasons that were seen. Raises StepRefused."""
    known(because, RELEASED_BECAUSE, "reason for a release")
    if not standing:
        raise StepRefused("nothing hides this record; nothing is to be released")
    if frozenset(seen) != frozenset(standing):
        raise StepRefused("other reasons hide this record than those that were seen; look again")


def check_confirm(acts: Sequence[Act], standing: Collection[str], proposal: str, officer: str) -> None:
    """See that an officer may confirm a release. Raises StepRefused."""
    there = {act.name: act for act in open_proposals(acts, standing)}
    if proposal not in there:
        raise StepRefused("no such release waits for a second officer, or another reason has come since; look again")
    if there[proposal].officer == officer:
        raise StepRefused("the second officer is the first one; somebody else has to look")


def _standing(acts: Sequence[Act], as_of: int | None, hides_until: int | None) -> Standing:
    hidden = {
        f"hide:{act.because}:{act.name}" for act in acts
        if act.doing == "hide" and (hides_until is None or act.made_at <= hides_until)
    }  # fmt: skip
    placed = [act for act in acts if as_of is None or (act.idx is not None and act.idx < as_of)]
    proposed = {act.name: act for act in placed if act.doing == "release"}
    confirmed = [
        proposed[act.proposal] for act in placed
        if act.doing == "confirm" and act.proposal in proposed and proposed[act.proposal].officer != act.officer
    ]  # fmt: skip
    return Standing(frozenset(hidden), frozenset().union(*(act.silent for act in confirmed)))
