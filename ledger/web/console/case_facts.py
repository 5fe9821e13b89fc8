"""What a case has to go by, in lines of its first page: how much came, and nothing that tells who the person is."""

from __future__ import annotations

from ledger.cases.agents import KINDS_OF_AGENT
from ledger.cases.case import Case
from ledger.cases.texts import Text
from ledger.web.console.case_asker import fee_words
from ledger.web.console.case_frame import filled
from ledger.web.console.case_words import WORDS


def facts_of(case: Case) -> list[tuple[str, Text]]:
    """Return the lines: the code of each label, and what is said."""
    people = sum(one.from_person for one in case.thread)
    there = [one for one in case.files if one.given_out]
    return [
        ("came_channel", WORDS[f"channel_{case.channel}"]),
        ("came_language", WORDS[f"language_{case.language}"]),
        ("came_who", WORDS["by_whom_person"] if case.agent is None else KINDS_OF_AGENT[case.agent.kind].words),
        ("came_identity", _identity(case)),
        ("fee", fee_words(case)),
        ("came_messages", filled(
            WORDS["came_messages_count"], people, len(case.thread) - people, len(case.notes),
        )),
        ("came_files", filled(WORDS["came_files_count"], len(there), sum(one.shows_identity for one in there))),
    ]  # fmt: skip


def _identity(case: Case) -> Text:
    if case.identified_by is not None:
        return filled(WORDS["came_identified"], len(case.ids))
    return WORDS["asker_unidentified" if case.kind.personal else "asker_spared"]
