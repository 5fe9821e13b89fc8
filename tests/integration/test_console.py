"""The console's frame: who gets in, and what every page carries."""

from __future__ import annotations

from tests.events import register
from tests.integration.consoles import console
from tests.integration.world import World


def test_the_frame_asks_who_is_there_before_anything(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "鈴木", "roles": ["auditor"],
    }))  # fmt: skip
    with console(world, "officer-1", "officer-2", "nobody") as (first, second, nobody):
        page = first.get("/ja/")
        assert page.status == 200 and page.text.count("<h1>") == 1
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        assert "<script" not in page.text and "style=" not in page.text
        assert 'href="/en/"' in page.text
        assert "鈴木" in second.get("/en/").text and '<html lang="en">' in second.get("/en/").text
        assert nobody.get("/ja/").headers["location"] == "/ja/sign-in"
        assert first.get("/ja/nowhere").status == first.get("/fr/").status == 404
