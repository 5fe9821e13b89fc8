"""What `verify-disclosure` says, and how it ends."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledger.cli.main import commands
from ledger.cli.verify_disclosure_command import _plain
from ledger.log.trust_policy import PolicyInvalid
from tests.disclosures import CORPUS, COSIGNER, FOLLOWING, SIGNER, disclosure, policy
from tests.forged import FORGED, record, signed
from tests.instead import INSTEAD


def run(tmp_path: Path, data: bytes, *more: str, trusted: bytes | None = None) -> tuple[int, str]:
    (tmp_path / "file").write_bytes(data)
    (tmp_path / "policy").write_bytes(trusted or policy())
    answer = CliRunner().invoke(
        commands, ["verify-disclosure", str(tmp_path / "file"), "--policy", str(tmp_path / "policy"), *more]
    )
    return answer.exit_code, answer.output


def test_it_says_what_is_proven_by_whom_as_of_when_and_what_not(tmp_path: Path) -> None:
    code, said = run(tmp_path, CORPUS["a claim left out"][1](disclosure()))
    assert code == 0
    for words in (
        "Accepted: unchanged since it was signed", "when its witnesses signed",
        "Issued by: issuer.example, 2026-04-01 10:00:00 (JST)", "Log: example.com/log, 264 ",
        "Seen by witness: one, 2026-04-01 10:00:00 (JST)", "What it covers", "Provided", "見本<b>商会", "電話番号",
        "provided or received 2026-03-03 09:00:00 (JST)", "stated: 2026-04-01 10:00:00 (JST)",
        "withheld by the holder", "not put in by the company", "What is not proven", "A file that says which issuers",
    ):  # fmt: skip
        assert words in said
    assert said.count("withheld by the holder") == 1


def test_a_refused_file_ends_with_1_and_shows_nothing_of_itself(tmp_path: Path) -> None:
    for name in ("records in another order", "a time stamp more", "another size"):
        code, said = run(tmp_path, CORPUS[name][1](disclosure()))
        assert code == 1
        assert f"({CORPUS[name][0]}: " in said
        assert "見本" not in said
        assert "proves nothing" in said


def test_an_answer_of_no_record_says_what_the_issuer_signed_and_nothing_of_records(tmp_path: Path) -> None:
    code, said = run(tmp_path, FORGED["no record"][1]())
    assert code == 0
    assert "The issuer has signed this answer:\n    開示の対象となる記録はありません。" in said
    assert "The records below" not in said


def test_what_policy_the_result_rests_on_is_to_be_compared_first(tmp_path: Path) -> None:
    for data in (disclosure(), CORPUS["another size"][1](disclosure())):
        _, said = run(tmp_path, data)
        first, second = said.splitlines()[:2]
        assert sha256(policy()).hexdigest() in first
        assert "publishes elsewhere. If it differs, do not believe what stands below" in second


@pytest.mark.parametrize(("written", "shown"), [
    ("2026-03-02T15:00:00.5Z", "2026-03-03 00:00:00.5 (JST)"), ("2026-02-30T00:00:00Z", "2026-02-30T00:00:00Z"),
    ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"), ("2026-03-02", "2026-03-02"),
])  # fmt: skip
def test_instants_are_told_in_japans_time_and_what_is_none_as_it_was_written(written: str, shown: str) -> None:
    assert _plain({"happened_at": written}).endswith(f" {shown}")


@pytest.mark.parametrize("name", ["markup and turned text", "a cosignature of the last time there is", "no record"])
def test_nothing_in_a_file_moves_the_terminal_or_stops_the_command(tmp_path: Path, name: str) -> None:
    code, said = run(tmp_path, FORGED[name][1]())
    assert code == 0
    assert not set("\x1b\x00\u202e") & set(said)


def test_a_key_that_followed_is_named_and_so_is_the_policy_to_get(tmp_path: Path) -> None:
    """Both keys are one log's; a policy that is older than the file, or younger, names one of them alone."""
    code, said = run(tmp_path, disclosure(), trusted=policy(log=FOLLOWING))
    assert code == 1
    assert f"the policy does not name the key {str(SIGNER.key).rpartition('+')[0]})" in said
    assert "Get the newest trust policy" in said and "Get the disclosure" not in said
    both = policy() + f"log {FOLLOWING.key}\n".encode()
    assert run(tmp_path, disclosure(), trusted=both)[0] == 0


def test_what_a_stranger_calls_themselves_is_not_repeated(tmp_path: Path) -> None:
    _, said = run(tmp_path, CORPUS["a stranger's signature"][1](disclosure()))
    assert "the policy does not name the key +" in said
    assert "stranger.example" not in said


def test_programs_read_the_outcome(tmp_path: Path) -> None:
    code, said = run(tmp_path, disclosure(), "--json")
    assert code == 0
    outcome = json.loads(said)
    assert outcome["accepted"] is True
    assert [record["claims"]["person"]["id"] for record in outcome["records"]] == ["A-1"] * 3
    code, said = run(tmp_path, disclosure(), "--json", trusted=policy(issuer="somebody.else"))
    assert (code, json.loads(said)["refusals"][0]["name"]) == (1, "issuer_unknown")


def test_without_a_witness_it_says_whose_word_it_is(tmp_path: Path) -> None:
    def unseen(file: dict[str, str]) -> None:
        text, lines = file["checkpoint"].split("\n\n")
        own = [line for line in lines.splitlines() if COSIGNER.key.name not in line]
        file["checkpoint"] = text + "\n\n" + "".join(f"{line}\n" for line in own)

    data = signed([record(0)], file=unseen)
    code, said = run(tmp_path, data, trusted=policy(quorum="none"))
    assert (code, "company\u2019s signature alone" in said) == (0, True)
    assert "when the company signed it" in said and "when its witnesses signed" not in said


@pytest.mark.parametrize("name", INSTEAD)
def test_what_is_no_disclosure_of_this_version_is_named_and_not_called_changed(tmp_path: Path, name: str) -> None:
    data, _, words = INSTEAD[name]
    code, said = run(tmp_path, data)
    assert code == 1
    assert all(one in said for one in words)
    assert "変わっています" not in said
    assert "were changed" not in said
    assert "proves nothing" not in said


def test_a_disclosure_that_was_changed_is_called_changed(tmp_path: Path) -> None:
    data = disclosure()
    for changed in (data[:-2], data + b"\n", data.replace(b'"sd_jwt"', b'"sd_jwu"')):
        code, said = run(tmp_path, changed)
        assert (code, "proves nothing" in said) == (1, True)


def test_without_a_policy_it_says_what_is_known_what_is_not_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(disclosure())
    answer = CliRunner().invoke(commands, ["verify-disclosure", str(tmp_path / "file")])
    assert answer.exit_code == 2
    for words in (
        "信頼方針が必要です", "What you know now", "Who issued it", "What to do next", "Compare it, from the first",
    ):  # fmt: skip
        assert words in answer.output
    assert "見本" not in answer.output
    (tmp_path / "file").write_bytes(policy())
    answer = CliRunner().invoke(commands, ["verify-disclosure", str(tmp_path / "file")])
    assert (answer.exit_code, "This is a trust policy, not a disclosure." in answer.output) == (2, True)
    answer = CliRunner().invoke(commands, ["verify-disclosure", str(tmp_path / "file"), "--json"])
    assert (answer.exit_code, "--json wants --policy" in answer.output) == (2, True)


@pytest.mark.parametrize(
    ("file", "trusted", "words"),
    [
        (disclosure(), disclosure(), "This is a disclosure, not a trust policy."),
        (policy(), disclosure(), "The two files stand in each other\u2019s place."),
        (disclosure(), b"%PDF-1.7", "This is a PDF, not a trust policy."),
        (disclosure(), policy().replace(b"\n", b"\r\n"), "The trust policy cannot be read."),
    ],
    ids=["the disclosure twice", "each in the other's place", "a PDF", "carriage returns"],
)
def test_what_stands_in_the_place_of_a_policy_is_named(tmp_path: Path, file: bytes, trusted: bytes, words: str) -> None:
    (tmp_path / "file").write_bytes(file)
    (tmp_path / "policy").write_bytes(trusted)
    arguments = ["verify-disclosure", str(tmp_path / "file"), "--policy", str(tmp_path / "policy")]
    with pytest.raises(PolicyInvalid) as raised:
        commands(arguments, standalone_mode=False)
    assert words in str(raised.value)
