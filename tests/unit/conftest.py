"""Properties are checked as slowly as a busy machine makes them: no example fails for taking long.

Mutation testing asks the same questions some thousand times, so it asks each less often (`make mutants`).
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.register_profile("mutants", deadline=None, max_examples=20, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "unhurried"))
