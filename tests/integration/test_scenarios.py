"""The documented scenarios through the recorder: the same verdict, basis and duty that `judge` gives from the file."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from streams.trial import judge_scenario, read_scenario
from tests.events import heartbeat, register, source_body
from tests.integration.world import World

SCENARIOS = sorted((Path(__file__).parents[2] / "docs" / "scenarios").glob("*.json"))
_TOPICS = {
    "registers": "registers", "links": "links", "consents": "consents", "corrections": "provisions",
    "provisions": "provisions",
}  # fmt: skip
_CURRENT = """
select r.event_id, r.position, coalesce(j.verdict, r.verdict), coalesce(j.basis, r.basis), coalesce(j.duty, r.duty)
from record r left join lateral (
  select * from judgement where log_id = r.log_id and record_idx = r.idx order by idx desc limit 1) j on true
"""


def told(world: World, scenario: dict[str, Any]) -> None:
    """Tell a scenario as its source would have: each event was taken by the broker when it was written."""
    world.tell("registers.operator", register("sources", "operator", source_body("operator", "registers")))
    world.tell(
        "registers.operator",
        register("sources", "scenario", source_body("scenario", "registers", "links", "consents", "provisions")),
    )
    for part, topic in _TOPICS.items():
        for written_at, events in groupby(scenario[part], key=lambda event: event["written_at"]):
            world.tell(f"{topic}.scenario", *events, appended_at=written_at)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_stream_judges_as_the_file_is_judged(world: World, path: Path) -> None:
    scenario = read_scenario(json.loads(path.read_text(encoding="utf-8")))
    expected = {
        (one.event_id, one.person): (one.judgement.verdict, one.judgement.basis, one.judgement.duty)
        for one in judge_scenario(scenario)
    }
    told(world, scenario)
    for topic in ("registers.operator", "registers.scenario", "consents.scenario", "links.scenario"):
        world.recorder.positions([(topic, world._topic_ids[topic], 0)])
        world.tell(topic, heartbeat(world.clock, 10_000))
    world.clock += 7200 * 1_000_000
    for topic in ("registers.operator", "registers.scenario", "consents.scenario", "links.scenario"):
        world.tell(topic, heartbeat(world.clock, 20_000))
    world.settle()
    found = {(event_id, position): tuple(rest) for event_id, position, *rest in world.ask(_CURRENT)}
    assert found == expected
