"""What `publish` says of a file that it could not publish to its end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ledger.cli import publish_command
from ledger.cli.main import SAID
from streams.publisher import EventInvalid, NotPublished, Publisher

CANARY = "CANARY-yamada"
GOOD = {
    "event": "PersonLink", "happened_at": "2026-04-01T00:00:00Z", "since": "2026-04-01T00:00:00Z", "change": "same",
    "person": {"namespace": "member", "id": "A-1"}, "other": {"namespace": "web", "id": "W-1"}, "evidence": [],
}  # fmt: skip


class _Acknowledged(Publisher):
    """Checks as the publisher does; a broker acknowledges the first portions and then none."""

    portions = 9

    def __init__(self, bootstrap: str, source: str, instance: str, *_: Any) -> None:
        self._source, self._instance = source, instance
        self._left = self.portions

    def publish_all(self, events: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Any]:
        self._left -= 1
        if self._left < 0:
            raise NotPublished("KafkaTimeoutError")
        return list(events)

    def heartbeat(self, *_: Any) -> None:
        pass

    def close(self) -> None:
        pass


def published(lines: Iterable[Any], monkeypatch: pytest.MonkeyPatch, folder: Path, portions: int = 9) -> Result:
    monkeypatch.setattr(_Acknowledged, "portions", portions)
    monkeypatch.setattr(publish_command, "Publisher", _Acknowledged)
    monkeypatch.setattr(publish_command, "_AT_ONCE", 2)
    monkeypatch.setattr(publish_command, "set_up_logging", lambda _: None)
    given = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)
    options = ["--source", "crm", "--kafka", "broker:9092", "--numbers", str(folder / "numbers")]
    return CliRunner().invoke(publish_command.publish, ["-", *options], input=given)


def test_a_fault_names_its_line_and_what_went_out_before_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dated = {**GOOD, "since": "1969-12-31T00:00:00Z", "evidence": [{"code": "c", "value": CANARY}]}
    done = published([GOOD, "\n", GOOD, GOOD, dated], monkeypatch, tmp_path)
    assert isinstance(done.exception, EventInvalid)
    assert str(done.exception) == "line 5, PersonLink: time_out_of_range"
    assert done.output == "2 events acknowledged, up to line 3: not to be sent again\n"
    assert done.stdout == "", "a program reads there how many were acknowledged"


def test_where_nothing_went_out_nothing_is_said_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done = published([GOOD, {**GOOD, "since": CANARY}], monkeypatch, tmp_path)
    assert type(done.exception).__qualname__ == "ScenarioInvalid" and "line 2, $.since" in str(done.exception)
    assert done.output == ""


def test_a_broker_that_goes_away_leaves_it_said_how_far_it_came(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = published([GOOD] * 5, monkeypatch, tmp_path, portions=2)
    assert isinstance(done.exception, NotPublished)
    assert done.output == "4 events acknowledged, up to line 4: not to be sent again\n"


def test_what_is_raised_is_said_by_the_roof() -> None:
    for kind in ("EventInvalid", "EventTooLarge", "NumbersUnreadable"):
        assert f"streams.publisher:{kind}" in SAID
