"""`judge`: try a case from a file, without broker or database."""

from __future__ import annotations

import json
import sys
from typing import IO

import click

from streams.scenario import ScenarioInvalid
from streams.scenario_file import read_scenario, scenario_schema
from streams.trial import judge_scenario

#: Exit codes: every record judged and none a violation; a violation among them. Broken input ends with 2.
JUDGED, VIOLATED = 0, 1


def _print_schema(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(json.dumps(scenario_schema(), ensure_ascii=False, indent=2))
        context.exit()


@click.command()
@click.argument("scenario", type=click.File("r", encoding="utf-8"))
@click.option("--schema", is_flag=True, is_eager=True, expose_value=False, callback=_print_schema,
              help="Print the JSON Schema of a scenario and exit.")  # fmt: skip
def judge(scenario: IO[str]) -> None:
    """Judge the provisions of SCENARIO (- for standard input), as the stream would.

    A scenario is one JSON object with "registers", "links", "consents", "stops", "corrections" and "provisions", each
    an array of events in the schemas' own fields (docs/scenarios.md). Prints one JSON line for each record. Exits with
    1 when one of them is a violation, with 2 when the scenario is broken, saying where.
    """
    try:
        written = json.load(scenario)
    except (ValueError, RecursionError) as error:
        place = f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "$"
        raise ScenarioInvalid(place, "not JSON") from error
    violated = False
    for tried in judge_scenario(read_scenario(written)):
        click.echo(json.dumps(tried.line(), ensure_ascii=False))
        violated |= tried.judgement.verdict == "violation"
    sys.exit(VIOLATED if violated else JUDGED)
