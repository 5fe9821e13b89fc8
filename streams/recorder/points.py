"""Named points of the record path, where a test may stop the process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Point = Literal["after_lookup", "under_lock", "after_copy", "after_commit", "after_pass"]
OnPoint = Callable[[Point], None]


def pass_by(point: Point) -> None:
    """Go on: what happens at every point outside tests."""
    del point
