"""One process at a time owns a data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.runtime.supervise import AlreadyRunning, FolderUnusable, claim


def test_a_folder_that_is_owned_is_refused_to_others_until_it_is_left(tmp_path: Path) -> None:
    with claim(tmp_path / "data"), pytest.raises(AlreadyRunning), claim(tmp_path / "data"):
        pass
    with claim(tmp_path / "data"):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderUnusable, match="file/data: Not a directory"), claim(tmp_path / "file" / "data"):
        pass
