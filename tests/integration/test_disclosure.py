"""A disclosure proves what it shows, to a reader who trusts neither operator nor administrator."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

from ledger.cases.answer import PersonId
from ledger.cases.collect import collect
from ledger.cases.disclosure.build import Evidence, OpeningDiffers, build
from ledger.cases.disclosure.file import FILE_NAME
from ledger.cases.disclosure.issuer import IssuerKey, IssuerKeyUnusable
from ledger.cases.disclosure.kept import NoHeadYet, NotAnnounced, announced, kept_records, published_head
from ledger.cases.disclosure.strict import from_base64url
from ledger.cases.disclosure.verify import verify
from ledger.cases.disclosure.words import REFUSALS
from ledger.cases.projection import project
from ledger.cli.main import commands
from ledger.judging.acts import announce_key
from ledger.judging.coverage import coverage
from ledger.judging.records import find_person
from ledger.log.canonical import canonical
from ledger.log.note import NoteSigner
from ledger.log.trust_policy import TrustPolicy, parse_policy
from ledger.log.witness.witness import Witness
from ledger.runtime.ports import free_port
from tests.disclosures import CORPUS, changed, decoded
from tests.events import consent, provision
from tests.integration.agreement import agreed
from tests.integration.authority import authority
from tests.integration.notaries import COSIGNER, SIGNER, Desk, policy_of, serving
from tests.integration.workers import environment
from tests.integration.world import World

ISSUER, KEY = "issuer.example", IssuerKey.generate()


class Answered:
    """A person's answer as evidence, and the policy that checks it."""

    def __init__(self, world: World, desk: Desk) -> None:
        self.world, self.desk = world, desk
        self.policy = self.trusting(KEY)

    def trusting(self, key: IssuerKey, name: str = ISSUER, quorum: str = "one") -> TrustPolicy:
        """A trust policy that names this issuer's key."""
        spki = b64encode(key.public.spki).decode()
        return parse_policy(
            f"log {SIGNER.key}\nwitness one {COSIGNER.key}\nquorum {quorum}\nissuer {name} {spki}\n".encode()
        )

    def file(self, who: str = "A-1", left_out: str | None = None) -> bytes:
        """Answer the person as they stand now. ``left_out``: code of the item that is left out wherever it is."""
        world, now = self.world, self.world.clock
        person = find_person(world.connection, world.vault, "member", who, world.size, now)
        registers = world.registers()
        answer = collect(
            world.connection, world.vault, registers, person, PersonId("member", who), world.size, now
        )  # fmt: skip
        without = {record.record_id: {left_out: "33(2)i"} for record in answer.records} if left_out else {}
        projection = project(answer, {}, {}, without)
        ids = {one.record_id for one in projection.records}
        kept = kept_records(world.connection, world.vault, person, ids, world.size)
        told = announced(world.connection, world.vault, ISSUER, KEY.public)
        note, prover, stamps = published_head(world.connection, world.size, 0)
        covered = coverage(world.connection, registers, world.size, now).as_json()
        return build(projection, kept, Evidence(ISSUER, KEY, told, note, prover, stamps, covered))

    def refused(self, data: bytes, policy: TrustPolicy | None = None) -> set[str]:
        """Names of the steps that refuse."""
        return {refusal.name for refusal in verify(data, policy or self.policy).refusals}


@pytest.fixture
def answered(world: World, tmp_path: Path) -> Iterator[Answered]:
    world.registered()
    witness = Witness(COSIGNER, [SIGNER.key], tmp_path / "witness", lambda: world.clock // 1_000_000)
    with serving(witness) as url:
        desk = Desk(world, tmp_path / "notary", policy_of(url))
        connection, vault = world.worker()
        body = {"issuer": ISSUER, "jwk": KEY.public.jwk, "valid_from": world.clock // 1_000_000 - 60}
        announce_key(connection, vault, "officer-1", body, (), world.clock)
        world.tell("consents.members", consent("A-1"), consent("A-2"))
        world.tell(
            "provisions.crm", provision("A-1"), provision("A-1", items=["name", "phone"]), provision("A-2"),
            provision("A-1", existence="ii"), provision("A-1", ground="27(1)i"),
        )  # fmt: skip
        world.settle()
        desk.turn()
        yield Answered(world, desk)
        desk.close()
        witness.close()


def test_an_answer_is_accepted_and_says_what_the_answer_for_people_says(answered: Answered) -> None:
    checked = verify(answered.file(), answered.policy)
    assert checked.accepted, checked.refusals
    assert checked.proven is not None
    assert checked.proven.issuer == ISSUER
    assert [name for name, _ in checked.proven.witnesses] == ["one"]
    assert len(checked.records) == 3, "one carries an existence flag"
    assert {record.claims["person"]["id"] for record in checked.records} == {"A-1"}
    for record in checked.records:
        assert {"basis_and_duty", "verdict_and_policy", "evidence", "manner"} <= set(record.not_given)
    grounds = [record.claims.get("statement") for record in checked.records]
    assert grounds.count({"ground": "consent"}) == 2, "what claims an exemption names no ground"


def test_an_item_that_an_officer_left_out_stays_closed(answered: Answered) -> None:
    data = answered.file(left_out="phone")
    checked = verify(data, answered.policy)
    assert checked.accepted, checked.refusals
    told = [[one and one["code"] for one in record.items or ()] for record in checked.records]
    assert sorted(told, key=len) == [["name"], ["name"], ["name", None]]
    opened = [from_base64url(one) for one in json.loads(data)["sd_jwt"].split("~")[1:] if one]
    assert any(b"name" in one for one in opened) and not any(b"phone" in one for one in opened)


def test_a_foreign_reader_of_sd_jwt_reads_it(answered: Answered) -> None:
    text = json.loads(answered.file())["sd_jwt"]
    key = JWK.from_json(json.dumps(KEY.public.jwk))
    read = SDJWTVerifier(text, lambda *_: key).get_verified_payload()
    assert read["iss"] == ISSUER
    assert {record["person"]["id"] for record in read["records"]} == {"A-1"}
    assert sorted(len(record["items"]) for record in read["records"]) == [1, 1, 2]


def test_a_person_without_records_receives_the_one_sentence_and_its_proof(answered: Answered) -> None:
    for who in ("A-9", "A-3"):
        checked = verify(answered.file(who), answered.policy)
        assert checked.accepted
        assert checked.records == ()


def test_no_character_can_be_changed(answered: Answered) -> None:
    data = answered.file()
    for at in range(0, len(data), max(1, len(data) // 400)):
        for flip in (0x01, 0x20):
            mutated = bytearray(data)
            mutated[at] ^= flip
            assert answered.refused(bytes(mutated)), (at, flip)


def test_the_holder_may_leave_claims_out_and_nothing_else(answered: Answered) -> None:
    data = answered.file()
    jwt, *told, _ = json.loads(data)["sd_jwt"].split("~")
    for number, left in enumerate(told):
        rest = [one for one in told if one != left]
        mutated = changed(data, lambda value, rest=rest: value.update(sd_jwt="~".join([jwt, *rest, ""])))
        checked = verify(mutated, answered.policy)
        name = json.loads(decoded(left))[1]
        nests = name in ("ground_and_evidence", "items")
        assert checked.accepted is not nests, "what nests others goes with them alone"
        if checked.accepted:
            shown = [record.withheld for record in checked.records]
            missing = sum(item is None for record in checked.records for item in record.items or ())
            assert sum(map(len, shown)) + missing == 1, number


@pytest.mark.parametrize("name", CORPUS)
def test_a_real_file_is_accepted_or_refused_as_one_made_in_memory(answered: Answered, name: str) -> None:
    expected, change = CORPUS[name]
    names = answered.refused(change(answered.file()))
    assert names == set() if expected is None else expected in names


def test_another_s_record_cannot_be_put_in_its_place(answered: Answered) -> None:
    other = json.loads(answered.file("A-2"))["records"][0]

    def swap(file: dict[str, Any]) -> None:
        file["records"][0] = other

    assert {"record_place", "beside"} & answered.refused(changed(answered.file(), swap))


def test_whoever_is_not_trusted_is_not_believed(answered: Answered) -> None:
    data = answered.file()
    assert answered.refused(data, answered.trusting(IssuerKey.generate())) == {"issuer_unknown"}
    assert answered.refused(data, answered.trusting(KEY, "somebody.else")) == {"issuer_unknown"}
    other = NoteSigner("other.example/log", bytes(32)).key
    stranger = parse_policy(answered.policy.text.replace(str(SIGNER.key), str(other)).encode())
    assert answered.refused(data, stranger) == {"log_unknown"}


def test_a_key_that_the_log_has_not_announced_signs_nothing(answered: Answered) -> None:
    with pytest.raises(NotAnnounced):
        announced(answered.world.connection, answered.world.vault, ISSUER, IssuerKey.generate().public)


def test_without_a_published_head_nothing_is_proved(answered: Answered) -> None:
    with pytest.raises(NoHeadYet):
        published_head(answered.world.connection, answered.world.size + 1, 0)


def test_what_is_sealed_beside_must_be_what_the_entry_committed_to(answered: Answered) -> None:
    world = answered.world
    with world.owner() as owner:
        owner.execute("set session_replication_role = replica")
        for idx, entry in owner.execute("select idx, entry from entry").fetchall():
            words = json.loads(bytes(entry))
            if words["kind"] == "record":
                words["claims"]["time"] = words["claims"]["person"]
                owner.execute("update entry set entry = %s where idx = %s", (canonical(words), idx))
    with pytest.raises(OpeningDiffers):
        answered.file()


def test_a_key_is_changed_over_and_what_the_old_one_signed_stays_good(
    answered: Answered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, second = answered.file(), tmp_path / "second.pem"
    line = run("issuer", "create", str(second), ISSUER).strip()
    for name, value in environment(answered.world.settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PROVISION_LEDGER_ISSUER_KEY_FILE", str(second))
    monkeypatch.setenv("PROVISION_LEDGER_ISSUER_NAME", ISSUER)
    for _ in range(2):
        assert run("issuer", "announce", "--as", "officer-1", "--reason", "operation").strip() == line
        answered.world.settle()
    agreed(answered.world, "A-1")
    answered.desk.turn()
    entries = [json.loads(bytes(entry)) for (entry,) in answered.world.ask("select entry from entry order by idx")]
    first, following = [entry for entry in entries if entry["kind"] == "key"]
    assert (first["refs"], following["refs"]) == ([], [first["id"]]), "announced once, and whom it follows"

    (tmp_path / "person").write_text("member A-1\n")
    with authority(tmp_path / "authority") as (url, certificate):
        monkeypatch.setenv("PROVISION_LEDGER_TIME_STAMP_URL", url)
        run("disclose", "--as", "officer-1", "--reason", "request", "--out", str(tmp_path), str(tmp_path / "person"))
    after = (tmp_path / FILE_NAME).read_bytes()
    both = answered.policy.text + line + "\n"
    stamped = f"{both}authority tsa {b64encode(certificate).decode()}\n"
    checked = verify(after, parse_policy(stamped.encode()))
    assert checked.accepted, checked.refusals
    assert checked.proven is not None
    assert len(checked.proven.stamped_at) == 1
    assert not answered.refused(before, parse_policy(both.encode()))
    assert answered.refused(before, answered.trusting(IssuerKey.from_file(second))) == {"issuer_unknown"}
    assert answered.refused(after) == {"issuer_unknown"}
    with authority(tmp_path / "another") as (_, stranger):
        other = f"{both}authority tsa {b64encode(stranger).decode()}\n"
        assert answered.refused(after, parse_policy(other.encode())) == {"time_stamp"}
    unchecked = verify(after, parse_policy(both.encode())).proven
    assert unchecked is not None
    assert unchecked.unchecked_stamps == 1


def test_an_authority_that_does_not_answer_keeps_nobody_from_an_answer(
    answered: Answered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    KEY.write(tmp_path / "issuer.pem")
    for name, value in environment(answered.world.settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PROVISION_LEDGER_ISSUER_KEY_FILE", str(tmp_path / "issuer.pem"))
    monkeypatch.setenv("PROVISION_LEDGER_ISSUER_NAME", ISSUER)
    monkeypatch.setenv("PROVISION_LEDGER_TIME_STAMP_URL", f"http://127.0.0.1:{free_port()}/")
    (tmp_path / "person").write_text("member A-1\n")
    agreed(answered.world, "A-1")
    answered.desk.turn()
    run("disclose", "--as", "officer-1", "--reason", "request", "--out", str(tmp_path), str(tmp_path / "person"))
    data = (tmp_path / FILE_NAME).read_bytes()
    assert not answered.refused(data)
    assert json.loads(data)["time_stamps"] == []


def run(*arguments: str) -> str:
    """Run a command and return what it said."""
    done = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_every_refusal_has_its_words() -> None:
    source = Path(verify.__code__.co_filename).read_text()
    names = {word.split('"')[1] for word in source.split("Refused(")[1:] if word.startswith('"')}
    names |= {word.split('"')[1] for word in source.split("_step(")[1:] if word.startswith('"')}
    names |= {word.split('"')[1] for word in source.split("_proof(")[1:] if word.startswith('"')}
    assert names <= set(REFUSALS)


def test_an_issuer_s_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "issuer.pem"
    KEY.write(path)
    assert IssuerKey.from_file(path).public == KEY.public
    path.chmod(0o644)
    with pytest.raises(IssuerKeyUnusable):
        IssuerKey.from_file(path)
