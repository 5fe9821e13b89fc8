"""Acts and consents are looked up by their hash with every record: each part that an event says has to tell in it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from tests.unit.law.acts import act, scope


def _parts(whole: Any) -> list[str]:
    return [part.name for part in fields(whole) if part.init]


def _differing(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return ("another",) if isinstance(value, tuple) else "another"


@pytest.mark.parametrize("part", _parts(act()))
def test_acts_that_differ_in_one_part_are_told_apart_by_their_hash(part: str) -> None:
    other = replace(act(), **{part: _differing(getattr(act(), part))})
    assert hash(act()) == hash(act())
    assert (other == act(), hash(other) == hash(act())) == (False, False)


@pytest.mark.parametrize("part", _parts(scope()))
def test_consents_that_differ_in_one_part_are_told_apart_by_their_hash(part: str) -> None:
    other = replace(scope(), **{part: _differing(getattr(scope(), part))})
    assert hash(scope()) == hash(scope())
    assert (other == scope(), hash(other) == hash(scope())) == (False, False)
