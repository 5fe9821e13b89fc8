"""One headless Chromium for each module of the browser tier, and one PostgreSQL for the run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.chromium import Chromium, executable
from tests.browser.company import company
from tests.integration.conftest import folder, postgres, quick, settings, world

#: Imported here, and not by each module: pytest starts a server for every place that names the fixture.
__all__ = ["company", "folder", "postgres", "quick", "settings", "world"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    path = executable()
    # `make test` installs it: whoever gets here without it should know that nothing was looked at.
    assert path is not None, "no Chromium is installed; run `provision-ledger setup --tests`"
    with Chromium(path, tmp_path_factory.mktemp("profile")) as started:
        yield started
