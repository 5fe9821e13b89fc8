"""Keys, seals and holders: nothing opens under another key, in another row or for another entry."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from ledger.vault import keys
from ledger.vault.identities import Holder, holder_at
from ledger.vault.master import MasterKey, MasterKeyUnusable, WrongMasterKey, create_master_key
from ledger.vault.seal import SealBroken, open_sealed, seal

MASTER = MasterKey(b"m" * 32)
CIPHER = AESGCM(b"k" * 32)
surrogates = st.integers(0, 2**62 - 1)
months = st.integers(197_001, 999_912)


# Master key ----------------------------------------------------------------------------------------------------------


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40))
def test_a_wrapped_key_opens_in_its_own_context(key: bytes, context: bytes) -> None:
    wrapped = MASTER.wrap(key, context)
    assert MASTER.unwrap(wrapped, context) == key
    assert key not in wrapped


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.binary(max_size=40))
def test_a_wrapped_key_does_not_open_in_another_rows_context(key: bytes, context: bytes, other: bytes) -> None:
    wrapped = MASTER.wrap(key, context)
    if other != context:
        with pytest.raises(WrongMasterKey):
            MASTER.unwrap(wrapped, other)


def test_another_master_key_opens_nothing() -> None:
    wrapped = MASTER.wrap(b"k" * 32, b"row")
    with pytest.raises(WrongMasterKey):
        MasterKey(b"n" * 32).unwrap(wrapped, b"row")


@given(st.data())
def test_a_wrapped_key_that_was_changed_does_not_open(data: st.DataObject) -> None:
    wrapped = bytearray(MASTER.wrap(b"k" * 32, b"row"))
    wrapped[data.draw(st.integers(0, len(wrapped) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(WrongMasterKey):
        MASTER.unwrap(bytes(wrapped), b"row")


@pytest.mark.parametrize("wrapped", [b"", b"\x00" + bytes(60), b"\x02" + bytes(60), b"\x01" + bytes(60)])
def test_what_was_never_wrapped_does_not_open(wrapped: bytes) -> None:
    with pytest.raises(WrongMasterKey):
        MASTER.unwrap(wrapped, b"row")


def test_the_same_key_is_never_wrapped_to_the_same_bytes() -> None:
    assert len({MASTER.wrap(b"k" * 32, b"row") for _ in range(50)}) == 50


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_master_key_has_32_bytes(length: int) -> None:
    with pytest.raises(MasterKeyUnusable):
        MasterKey(bytes(length))


def test_a_created_master_key_is_read_back_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    create_master_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    key = bytes.fromhex(path.read_text())
    assert len(key) == 32
    assert MasterKey.from_file(path).unwrap(MasterKey(key).wrap(b"k" * 32, b""), b"") == b"k" * 32


def test_a_created_master_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    create_master_key(path)
    before = path.read_text()
    with pytest.raises(FileExistsError):
        create_master_key(path)
    assert path.read_text() == before
    create_master_key(tmp_path / "other.key")
    assert (tmp_path / "other.key").read_text() != before


@pytest.mark.parametrize(("mode", "usable"), [
    (0o600, True), (0o400, True), (0o640, True), (0o644, False), (0o604, False), (0o602, False), (0o601, False),
    (0o777, False),
])  # fmt: skip
def test_a_master_key_that_others_can_reach_is_refused(tmp_path: Path, mode: int, usable: bool) -> None:
    path = tmp_path / "master.key"
    create_master_key(path)
    path.chmod(mode)
    if usable:
        MasterKey.from_file(path)
    else:
        with pytest.raises(MasterKeyUnusable) as refused:
            MasterKey.from_file(path)
        assert "chmod" in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"00" * 31, b"00" * 33, b"zz" * 32, b"0" * 63, b"\xff\xfe" * 32, bytes(range(128, 160))]
)
def test_a_master_key_file_with_anything_else_in_it_is_refused_and_not_quoted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(MasterKeyUnusable) as refused:
        MasterKey.from_file(path)
    assert not content or content.decode("latin-1") not in str(refused.value)


def test_a_master_key_that_is_not_there_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyUnusable) as refused:
        MasterKey.from_file(tmp_path / "absent.key")
    assert "absent.key" in str(refused.value)
    with pytest.raises(MasterKeyUnusable):
        MasterKey.from_file(tmp_path)


# Seals ---------------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=200), st.binary(min_size=16, max_size=16))
def test_what_is_sealed_opens_for_its_entry(plaintext: bytes, entry_id: bytes) -> None:
    sealed = seal(CIPHER, plaintext, entry_id)
    assert open_sealed(CIPHER, sealed, entry_id) == plaintext
    assert len(sealed) == len(plaintext) + 12 + 16


@given(st.binary(max_size=200), st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_what_is_sealed_opens_for_no_other_entry(plaintext: bytes, entry_id: bytes, other: bytes) -> None:
    if other != entry_id:
        with pytest.raises(SealBroken):
            open_sealed(CIPHER, seal(CIPHER, plaintext, entry_id), other)


def test_what_is_sealed_opens_under_no_other_key() -> None:
    with pytest.raises(SealBroken):
        open_sealed(AESGCM(b"l" * 32), seal(CIPHER, b"said", bytes(16)), bytes(16))


@given(st.binary(max_size=60), st.data())
def test_a_seal_that_was_changed_or_cut_is_broken(plaintext: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(CIPHER, plaintext, bytes(16)))
    cut = bytes(sealed[: data.draw(st.integers(12, len(sealed) - 1))])
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    for broken in (bytes(sealed), cut, bytes(sealed) + b"\x00"):
        with pytest.raises(SealBroken):
            open_sealed(CIPHER, broken, bytes(16))


def test_the_same_words_are_never_sealed_to_the_same_bytes() -> None:
    assert len({seal(CIPHER, b"said", bytes(16)) for _ in range(50)}) == 50


# Holders -------------------------------------------------------------------------------------------------------------

HOLDERS = (Holder(-(2**62), 1), Holder(100, 2), Holder(200, 3))


@pytest.mark.parametrize(
    ("at", "identity"), [(0, 1), (99, 1), (100, 2), (101, 2), (199, 2), (200, 3), (2**62, 3), (-(2**62), 1)]
)
def test_an_id_belongs_to_whoever_held_it_at_the_instant(at: int, identity: int) -> None:
    assert holder_at(HOLDERS, at) == identity


def test_an_id_with_one_holder_is_that_holders_always() -> None:
    assert holder_at((Holder(100, 7),), 0) == holder_at((Holder(100, 7),), 200) == 7


def test_before_the_first_period_the_first_holder_counts() -> None:
    assert holder_at((Holder(100, 7), Holder(200, 8)), 50) == 7


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6, unique=True).map(sorted), st.integers(-1, 51))
def test_the_holder_is_the_last_whose_period_has_begun(begins: list[int], at: int) -> None:
    holders = [Holder(since, number) for number, since in enumerate(begins)]
    begun = [number for number, since in enumerate(begins) if since <= at]
    assert holder_at(holders, at) == max(begun, default=0)


# Scopes --------------------------------------------------------------------------------------------------------------


@given(surrogates, surrogates, months, months)
def test_a_persons_months_and_facts_have_each_a_key_of_their_own(one: int, other: int, month: int, next_: int) -> None:
    scopes = {
        keys.person_month(one, month), keys.person_month(one, next_), keys.person_month(other, month),
        keys.facts(one), keys.facts(other), keys.register(), keys.day(20_260_401),
    }  # fmt: skip
    assert len(scopes) == 2 + 2 * (one != other) + (month != next_) + 2
    assert keys.person_month(one, month) == keys.person_month(one, month)


@given(surrogates, months, st.binary(min_size=16, max_size=16))
def test_a_scope_says_whose_it_is(identity: int, month: int, event: bytes) -> None:
    assert keys.person_month(identity, month) == ("person_month", identity.to_bytes(8, "big"), month)
    assert keys.facts(identity) == ("facts", identity.to_bytes(8, "big"), 0)
    assert keys.event_month(event, month) == ("event_month", event, month)
    assert keys.register() == ("register", b"", 0)
    assert keys.day(month * 100 + 1) == ("day", b"", month * 100 + 1)


@given(surrogates, months)
def test_only_a_persons_scopes_name_an_identity(identity: int, month: int) -> None:
    assert keys.identity_of(keys.person_month(identity, month)) == identity
    assert keys.identity_of(keys.facts(identity)) == identity
    about_nobody = (keys.event_month(identity.to_bytes(16, "big"), month), keys.register(), keys.day(20_260_401))
    assert [keys.identity_of(scope) for scope in about_nobody] == [None, None, None]
