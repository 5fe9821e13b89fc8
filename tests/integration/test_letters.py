"""Letters by the command: a sample leaves nothing behind but a look, what goes out is a step with its hash."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.cases.casebook import Casebook
from tests.integration.commands import run
from tests.integration.windows import FIRST, staff
from tests.integration.world import World


@pytest.fixture
def asked(world: World) -> str:
    """A request that came by post; its number."""
    world.registered()
    world.settle()
    form = '{"asked": "すべて", "contact": "山田 花子", "claimed": "A-1"}'
    told = staff(world, "case", "open", *FIRST, "--kind", "records", "--channel", "post", told=form)
    return str(re.findall(r"number  ([0-9A-Z-]+)", told)[0])


def test_a_letter_is_looked_at_as_a_sample_and_goes_out_once(world: World, asked: str, tmp_path: Path) -> None:
    sample, final = tmp_path / "sample.pdf", tmp_path / "final.pdf"
    letter = ("case", "letter", asked, *FIRST, "--kind", "receipt", "--to", "-")
    shown = staff(world, *letter, "--out", str(sample), told="山田 花子\n東京都")
    assert "見本" in shown and "山田 花子　様" in shown and sample.read_bytes().startswith(b"%PDF")
    book = Casebook(world.connection, world.vault)
    assert book.find(asked).letters == ()
    silent = staff(world, *letter, "--out", str(final), "--final", told="山田 花子\n東京都")
    assert "山田" not in silent
    (kept,) = book.find(asked).letters
    assert (kept.kind, kept.officer) == ("receipt", "officer-1")
    assert kept.sha256 == sha256(final.read_bytes()).hexdigest() and kept.number.endswith(f"{asked}-1")
    english = tmp_path / "english.pdf"
    staff(world, *letter, "--lang", "en", "--out", str(english), "--final", told="山田 花子")
    pair = book.find(asked).letters
    assert [(one.language, one.number) for one in pair] == [("ja", kept.number), ("en", kept.number)]
    early = run(world, "case", "letter", asked, *FIRST, "--kind", "none", "--final", "--out", str(tmp_path / "early"))
    assert early.returncode == 2 and "has not been released" in early.stderr
    assert not (tmp_path / "early").exists()
    world.settle()
    assert world.ask("select command from intake where case_id is not null order by intake_id") == [
        ("case open",), ("case letter",), ("case letter",),
    ]  # fmt: skip
    staff(world, "case", "protect", asked, *FIRST, "--because", "violence")
    by_post = run(world, *letter, "--out", str(tmp_path / "post"), "--final", "--by", "post", person="山田 花子")
    assert by_post.returncode == 2 and "nothing may go by post" in by_post.stderr and not (tmp_path / "post").exists()
    staff(world, *letter, "--out", str(tmp_path / "hand"), "--final", "--by", "counter", told="山田 花子")
    assert book.find(asked).letters[-1].number.endswith(f"{asked}-2")
