"""Two ledgers that differ only in whose the hidden records are, with one clock and one random source.

Both are copies of one that holds registers, officers and the issuer's key. Each act draws its random values from its
own place in the source, so that what one act needs more of changes nothing in the next.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import shake_256
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cli.settings import PREFIX, Settings
from ledger.judging.acts import announce_key
from ledger.runtime.postgres import Postgres
from tests.events import SECOND, consent, provision, register, source_body
from tests.integration.workers import environment
from tests.integration.world import World, new_ledger

#: The present of every pair (µs UTC): a Monday, ten o'clock in Japan and seven minutes, between two ticks.
NOW = int(datetime(2026, 6, 1, 1, 7, tzinfo=UTC).timestamp()) * SECOND
DAY = 86_400 * SECOND
ISSUER = "issuer.example"
#: What the screen leaves out: by kind of the other side, by a flag of Cabinet Order 11, by a claimed exemption.
HIDDEN: tuple[dict[str, Any], ...] = (
    {"recipient": "shelter", "ground": "consent"},
    {"recipient": "police", "ground": "27(1)i", "evidence": {"statute": "jp-1"}},
    {"ground": "27(1)ii", "existence": "ii", "evidence": {"necessity": "n", "consent_difficult": "c"}},
    {"recipient": "guidance", "ground": "27(1)iii", "evidence": {"necessity": "n", "consent_difficult": "c"}},
    {"ground": "consent", "existence": "i"},
)


@dataclass
class Draws:
    """The one random source. ``at`` names the act that draws next."""

    _act: int = 0
    _drawn: int = 0

    def at(self, act: int) -> None:
        self._act, self._drawn = act, 0

    def draw(self, count: int) -> bytes:
        self._drawn += 1
        return shake_256(b"%d %d" % (self._act, self._drawn)).digest(count)


@dataclass
class Pairs:
    """Makes pairs. The databases of ``first`` are the template of all; nobody is connected to them any more."""

    postgres: Postgres
    first: World
    draws: Draws
    made: list[World] = field(default_factory=list)

    def pair(self, hidden: int, visible: int) -> tuple[World, World]:
        """Return a ledger in which ``hidden`` records are A-1's, and one in which they are somebody else's."""
        told = _told(hidden, visible)
        return self._ledger(told, "A-1"), self._ledger(told, "B-1")

    def _ledger(self, told: list[Callable[[str], dict[str, Any]]], hidden_of: str) -> World:
        name = f"silent_{len(self.made)}_{self.first.settings.group}"
        with psycopg.connect(self.postgres.dsn, autocommit=True) as connection:
            for end in ("", "_vault"):
                made, template = name + end, self.first.settings.group + end
                connection.execute(f'create database "{made}" template "{template}"'.encode())
        group = self.first.settings.group
        settings = self.first.settings.model_copy(update={
            "postgres": self.first.settings.postgres.replace(group, name),
            "vault": self.first.settings.vault.replace(group, name), "group": name,
        })  # fmt: skip
        world = _resumed(self.first, settings)
        self.made.append(world)
        for number, one in enumerate(told, start=1_000):
            self.draws.at(number)
            world.tell("provisions.crm", one(hidden_of))
        self.draws.at(2_000)
        world.settle()
        return world

    def close(self) -> None:
        for world in self.made:
            world.close()


def pairs(postgres: Postgres, folder: Path, patch: pytest.MonkeyPatch) -> Pairs:
    """Make the template, and put the one random source and the one clock in place of the machine's."""
    settings = new_ledger(postgres, folder)
    key = IssuerKey.generate()
    key.write(folder / f"{settings.group}.issuer")
    settings = settings.model_copy(update={
        "issuer_key_file": folder / f"{settings.group}.issuer", "issuer_name": ISSUER, "smtp_host": "127.0.0.1",
        "mail_from": "desk@operator.example.jp", "window_address": "https://window.example.jp/",
    })  # fmt: skip
    draws = Draws()
    patch.setattr(os, "urandom", draws.draw)
    patch.setattr(random, "_urandom", draws.draw)
    world = World(settings)
    world.clock = NOW - 400 * DAY
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Officer", "roles": ["privacy_officer"],
    }), register("officers", "officer-3", {
        "display_name": "Officer", "roles": ["existence_officer"],
    }), register("sources", "support", {
        **source_body("support"), "holds": {"ja": "お問合せ窓口", "en": "support", "items": ["name"]},
    }), *(
        register("recipients", code, {
            "name": code, "address": "東京", "representative": "代表", "kind": kind, "country": "JP",
        }) for code, kind in (("guidance", "child_guidance"), ("shelter", "victim_support"))
    ))  # fmt: skip
    connection, vault = world.worker()
    announce_key(connection, vault, "officer-1", {
        "issuer": ISSUER, "jwk": key.public.jwk, "valid_from": world.clock // SECOND,
    }, (), world.clock)  # fmt: skip
    connection.close()
    vault.close()
    world.tell("consents.members", consent("C-1", happened_at=world.clock))
    world.clock = NOW
    world.settle()
    world.close()
    return Pairs(postgres, world, draws)


def at_the_clock_of(world: World, patch: pytest.MonkeyPatch) -> None:
    """Let commands run over a ledger, by its clock."""
    for name, value in environment(world.settings).items():
        patch.setenv(name, value)
    for name in ("issuer_key_file", "issuer_name", "smtp_host", "mail_from", "window_address"):
        patch.setenv(PREFIX + name.upper(), str(getattr(world.settings, name)))
    # Who waits for the worker has one.
    patch.setattr("ledger.judging.erasing.time", SimpleNamespace(
        monotonic=time.monotonic, sleep=lambda _: world.recorder.housekeeping()
    ))  # fmt: skip
    for name, module in list(sys.modules.items()):
        if name.startswith("ledger.cli.") and hasattr(module, "now_us"):
            patch.setattr(module, "now_us", lambda: world.clock)


def _told(hidden: int, visible: int) -> list[Callable[[str], dict[str, Any]]]:
    """Return what the source tells, in its order: hidden ones among the visible ones, in time and in the log."""
    told: list[tuple[int, Callable[[str], dict[str, Any]]]] = []
    for number in range(visible):
        one = provision("A-1", happened_at=NOW - DAY * (2 + number % 300) - number * SECOND)
        told.append((number * max(1, hidden), lambda _, one=one: one))  # type: ignore[misc]
    for number in range(hidden):
        at, event_id = NOW - DAY * (1 + number * 5) - 7 * SECOND, uuid4().bytes
        told.append((
            number * max(1, visible),
            lambda who, at=at, event_id=event_id, number=number: provision(
                who, happened_at=at, id=event_id, **HIDDEN[number % len(HIDDEN)]
            ),  # type: ignore[misc]
        ))  # fmt: skip
    return [one for _, one in sorted(told, key=lambda each: each[0])]


def late(hidden_of: str) -> dict[str, Any]:
    """Return a hidden record that comes after an answer."""
    return provision(hidden_of, happened_at=NOW - 3 * DAY, id=bytes(15) + b"\x07", **HIDDEN[0])


def _resumed(before: World, settings: Settings) -> World:
    """Return a world over a copy of another's databases, whose sources go on where they stood."""
    world = World(settings)
    world.clock = before.clock
    for name in ("_topic_ids", "_offsets", "_numbers"):
        setattr(world, name, copy(getattr(before, name)))
    return world
