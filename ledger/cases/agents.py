"""Who asks for somebody else: by which right, how they prove it, and whether the person concerned was told.

A legal representative or an agent with a mandate may ask (Cabinet Order 13). The right of a parent who exercises
parental authority jointly to ask alone is unsure since 2026-04-01 (Civil Code 824-2): an officer looks at it. Acts in
which a parent's interest is adverse to the child's are not theirs to do (Civil Code 826). A mandate ends with the
death of who gave it (Civil Code 111), and an heir is no agent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ledger.cases.steps import Step, StepRefused, known
from ledger.cases.texts import Text

#: How an agent shows their right, by code.
PROOFS: Mapping[str, Text] = {
    "family_register": Text("戸籍の証明書", "Certificate of the family register"),
    "resident_record": Text("住民票の写し", "Copy of the resident record"),
    "guardianship": Text("成年後見などの登記事項証明書", "Certificate of registered guardianship"),
    "mandate": Text("委任状と、ご本人の印鑑登録証明書など", "Letter of mandate with proof of the seal"),
    "lawyer": Text("委任状と、弁護士などの資格の証明", "Letter of mandate, with proof of being a lawyer or the like"),
}  # fmt: skip

#: How the person concerned was told, through a contact held before the request.
TOLD_BY: Mapping[str, Text] = {
    "call_back": Text("登録された電話番号への折り返し", "A call back to the registered telephone number"),
    "notice": Text("登録された連絡先へのお知らせ", "A notice to the registered contact"),
}

#: Why the person concerned was not told. Such a case takes a second officer.
UNSAFE: Mapping[str, Text] = {
    "danger": Text("ご本人に危害が及ぶおそれがある", "It may put the person in danger"),
    "too_young": Text("ご本人が幼く、知らせても分からない", "The person is too young to understand"),
    "incapable": Text("ご本人が理解できる状態にない", "The person is not able to understand"),
}

#: What an officer found about a parent's interest.
INTERESTS: Mapping[str, Text] = {
    "none_adverse": Text("利益の対立は見当たらない", "No adverse interest was found"),
    "adverse": Text("利益が対立している、またはそのおそれがある", "Interests are, or may be, adverse"),
}

#: By what a parent may ask alone.
CUSTODY: Mapping[str, Text] = {
    "sole": Text("親権者は一人", "The only parent with authority"),
    "both": Text("もう一人の親権者も同意している", "The other parent agrees"),
    "urgent": Text("子の利益のため急ぐ事情がある", "Urgent, in the child\u2019s interest"),
    "daily": Text("監護・教育の日常の行為にあたる", "A daily act of care and education"),
}


@dataclass(frozen=True, slots=True)
class AgentKind:
    """By which right somebody asks for another, and which proofs show it."""

    words: Text
    proofs: tuple[str, ...]


KINDS_OF_AGENT: Mapping[str, AgentKind] = {
    "parent": AgentKind(Text("親権者", "Parent"), ("family_register", "resident_record")),
    "guardian": AgentKind(Text("後見人", "Guardian"), ("family_register", "guardianship")),
    "mandated": AgentKind(Text("ご本人から頼まれた代理人", "Agent with a mandate"), ("mandate", "lawyer")),
}
#: Since when parental authority may be exercised jointly after a divorce.
JOINT_CUSTODY = date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class Agent:
    """Who asks for somebody else, as far as is known. ``told``: how the person concerned was told, or by a code of
    ``UNSAFE`` why not; ``objects``: they do not want it. ``asks_alone``: a parent to be looked at for joint custody."""

    kind: str
    name: str
    asks_alone: bool = False
    proof: str | None = None
    interest: str | None = None
    custody: str | None = None
    told: str | None = None
    objects: bool = False

    @property
    def untold_because(self) -> str | None:
        """Why the person concerned was not told, if an officer found that it is unsafe."""
        return self.told if self.told in UNSAFE else None

    @property
    def lacking(self) -> str | None:
        """What keeps anything from being given for this agent, or None."""
        if self.kind == "parent" and self.interest is None:
            return "an officer has not looked yet whether the parent's interest is adverse (`case screen`)"
        if self.interest == "adverse":
            return "the parent's interest is, or may be, adverse to the child's"
        if self.asks_alone and self.custody is None:
            return "an officer has not looked yet whether the parent may ask alone (`case screen --custody`)"
        if self.proof is None:
            return "the agent has not proven their right (`case agent`)"
        if self.told is None:
            return "the person concerned has not been told (`case principal`)"
        return "the person concerned objects" if self.objects else None


def named(written: Mapping[str, Any] | None, personal: bool, arrived: date) -> Agent | None:
    """Return the agent that a request names (``kind``, ``name``, ``alone``: a parent without the other), if any.

    Raises StepRefused for an heir who asks for more than a consultation.
    """
    if written is None:
        return None
    kind = str(written["kind"])
    if kind == "heir" and personal:
        raise StepRefused("an heir is no agent; open a consultation for them instead (`case open --kind consultation`)")
    if kind == "heir":
        return None
    known(kind, KINDS_OF_AGENT, "kind of agent")
    if not str(written["name"]).strip():
        raise StepRefused("the agent is not named; say who asks for the person")
    alone = kind == "parent" and bool(written.get("alone", True)) and arrived >= JOINT_CUSTODY
    return Agent(kind, str(written["name"]), alone)


def proven(agent: Agent, step: Step) -> Agent:
    """Keep by which proof the agent showed their right. Raises StepRefused for one that does not show it."""
    proof = known(step.said["proof"], PROOFS, "proof")
    if proof not in KINDS_OF_AGENT[agent.kind].proofs:
        raise StepRefused(
            f"{proof} does not show the right of a {agent.kind}; ask for one that does, or refuse on ground agent"
        )
    return replace(agent, proof=proof)


def told(agent: Agent, step: Step, arrived: date) -> Agent:
    """Keep how the person concerned was told (``by``, ``held_since``: since when the contact is held, ``objects``), or
    why it would be unsafe (``unsafe``). Raises StepRefused for a contact that came with the request or later."""
    said = step.said
    if said.get("unsafe") is not None:
        return replace(agent, told=known(said["unsafe"], UNSAFE, "reason"), objects=False)
    by = known(said["by"], TOLD_BY, "way")
    held_before(said.get("held_since"), arrived)
    return replace(agent, told=by, objects=bool(said.get("objects", False)))


def screened(agent: Agent, step: Step) -> Agent:
    """Keep what an officer found about a parent: ``interest``, and ``custody`` where they ask alone."""
    if agent.kind != "parent":
        raise StepRefused(
            "a parent's interest is looked at where a parent asks, and in this case none does; go on without it"
        )
    custody = step.said.get("custody")
    return replace(
        agent, interest=known(step.said["interest"], INTERESTS, "finding"),
        custody=None if custody is None else known(custody, CUSTODY, "finding"),
    )  # fmt: skip


def held_before(since: str | None, arrived: date) -> None:
    """See that a contact was held before the request arrived. Raises StepRefused."""
    if since is None or date.fromisoformat(since) >= arrived:
        raise StepRefused(
            "the contact has to be one that was held before the request arrived; say since when it is held"
            " (--held-since, held_since), or take another one"
        )
