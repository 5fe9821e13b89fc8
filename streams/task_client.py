"""For services: read what they are asked for a person (articles 33(1), 34), and make the answer that is published.

    for message in consumer:                        # of the topic `tasks.<source>`, which nobody else may read
        task = task_of(message.value)
        publisher.publish("TaskAnswer", given(task, [("name", "…"), ("address", "…")]))

The answer is sealed to the key that came with the task, so that it can be read in the case that asked and nowhere else.
An answer that is sent again with other content counts as the later one, until the case is decided.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.law.days import calendar
from ledger.vault.reply import seal_reply
from streams.wire import decode_told


@dataclass(frozen=True, slots=True)
class AskedTask:
    """What a service is asked: ``kind`` is ``data`` or ``correction``; ``people``: (namespace, id) of one person;
    ``asks``: what is to be corrected, in an officer's words; ``due``: the last Japanese day."""

    task: bytes
    kind: str
    people: tuple[tuple[str, str], ...]
    items: tuple[str, ...]
    asks: str | None
    due: date
    told_at: int
    seal_to: bytes


def task_of(value: bytes) -> AskedTask:
    """Read a message of the topic of tasks. Raises streams.wire.Unreadable."""
    event = decode_told("Task", value)
    people = tuple((person["namespace"], person["id"]) for person in event["people"])
    return AskedTask(
        event["task"], event["kind"], people, tuple(event["items"]), event["asks"], calendar(event["due"]),
        event["told_at"], event["seal_to"],
    )  # fmt: skip


def given(task: AskedTask, held: Iterable[tuple[str, str]], text: str = "") -> dict[str, Any]:
    """Answer with the data: for each piece which it is (a code of the register `data_items`, or words) and what it
    says. ``text``: what the person should know of it."""
    return _answer(task, "given", "", held, text)


def none_held(task: AskedTask) -> dict[str, Any]:
    """Answer that nothing is held of the person."""
    return _answer(task, "none_held", "", (), "")


def refused(task: AskedTask, ground: str) -> dict[str, Any]:
    """Answer that data is not to be given: ``33(2)i`` to ``33(2)iii``, or ``existence``, on which the person is told
    that nothing is held (Cabinet Order 5)."""
    return _answer(task, "refused", ground, (), "")


def corrected(task: AskedTask, text: str) -> dict[str, Any]:
    """Answer that it was corrected; ``text``: what and how."""
    return _answer(task, "corrected", "", (), text)


def not_corrected(task: AskedTask, ground: str, text: str = "") -> dict[str, Any]:
    """Answer that nothing was corrected, by a ground of article 34 (`docs/events.md`)."""
    return _answer(task, "not_corrected", ground, (), text)


def _answer(
    task: AskedTask, outcome: str, ground: str, held: Iterable[tuple[str, str]], text: str
) -> dict[str, Any]:  # fmt: skip
    said = {
        "outcome": outcome, "ground": ground, "text": text,
        "held": [{"item": item, "value": value} for item, value in held],
    }  # fmt: skip
    sealed = seal_reply(task.seal_to, json.dumps(said, ensure_ascii=False).encode(), task.task)
    return {"happened_at": time.time_ns() // 1000, "task": task.task, "sealed": sealed}
