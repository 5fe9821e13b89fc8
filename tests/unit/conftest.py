"""Properties are checked as slowly as a busy machine makes them: no example fails for taking long."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
