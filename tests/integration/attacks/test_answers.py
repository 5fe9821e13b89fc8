"""The audit's three answers of a record, whatever was erased, lost, changed and put back before, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ledger.cli.wiring import ledger_connection
from ledger.judging.erasing import carry_out
from ledger.runtime.postgres import Postgres
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.erasure import Shredder
from tests.events import provision
from tests.integration.attacks.attackers import attacking, audited
from tests.integration.world import World, new_ledger

PEOPLE = 12
_KEY = "select * from key where kind = 'person_month' and owner = %s"
_FLIP = "update sealed set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where idx = %s"


@dataclass
class Person:
    """One person's key, the records under it, and what has to be said of them."""

    world: World
    identity: int
    records: Sequence[int]
    key: tuple[Any, ...]
    there: bool = True
    covered: bool = False
    changed: bool = False

    def erase(self) -> None:
        """As it is done: with an entry that says what is gone, if anything of it was there."""
        shredder = Shredder(partial(connect, self.world.settings.vault, "pl_erasure", VAULT_SCHEMA))
        order = shredder.order(shredder.keys_of([self.identity]), [self.identity], "request", "officer-1", 1)
        with ledger_connection(self.world.settings, "pl_erasure") as connection:
            carry_out(connection, shredder, order, lambda: self.world.clock)
        shredder.close()
        self.covered |= self.there
        self.there = False

    def lose(self) -> None:
        """The key goes, and nothing says so."""
        with self.world.vault_owner() as owner:
            owner.execute("delete from key where key_id = %s", (self.key[0],))
        self.there = False

    def put_back(self) -> None:
        """The key comes back, out of a backup."""
        with self.world.vault_owner() as owner:
            places = ", ".join(["%s"] * len(self.key))
            owner.execute(f"insert into key values ({places}) on conflict do nothing".encode(), self.key)
        self.there = True

    def change(self) -> None:
        """A bit of what is sealed beside the first record turns, or turns back."""
        with attacking(self.world) as attacker:
            attacker.execute(_FLIP, (self.records[0],))
        self.changed = not self.changed

    @property
    def answers(self) -> Counter[str]:
        records = len(self.records)
        if self.there == self.covered:
            return Counter(missing=records)
        if self.covered:
            return Counter(erased=records)
        return Counter(missing=int(self.changed), valid=records - self.changed)


def begun(world: World) -> list[Person]:
    """Record provisions of everybody: of one after another one, two and three."""
    world.registered()
    for at in range(PEOPLE):
        world.tell("provisions.crm", *(provision(f"A-{at}") for _ in range(1 + at % 3)))
    people = []
    for at in range(PEOPLE):
        identity = world.vault.find(("member", f"A-{at}"))[0].identity
        records = sorted(row.idx for row in world.rows(people=[identity]))
        with world.vault_owner() as owner:
            (key,) = owner.execute(_KEY, (identity.to_bytes(8, "big"),)).fetchall()
        people.append(Person(world, identity, records, key))
    return people


_COURSE = st.lists(st.sampled_from([Person.erase, Person.lose, Person.put_back, Person.change]), max_size=5)


@given(courses=st.lists(_COURSE, min_size=PEOPLE, max_size=PEOPLE))
@settings(max_examples=3, deadline=None, phases=[Phase.reuse, Phase.generate])  # a ledger each: nothing is shrunk
def test_each_record_has_the_answer_that_what_happened_gives_it(
    postgres: Postgres, folder: Path, courses: list[list[Callable[[Person], None]]]
) -> None:
    with closing(World(new_ledger(postgres, folder))) as world:
        people = begun(world)
        for person, course in zip(people, courses, strict=True):
            for act in course:
                act(person)
        report = audited(world, frozenset({"seals"}))
        expected: Counter[str] = sum((person.answers for person in people), Counter())
        told = report.answers
        assert Counter(valid=told.valid, erased=told.erased, missing=told.missing) == expected
        assert bool(report.faults) is bool(expected["missing"])
