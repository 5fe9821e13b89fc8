"""What `verify-disclosure` says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ledger.cli.main import commands
from ledger.log.trust_policy import PolicyInvalid
from tests.disclosures import CORPUS, COSIGNER, disclosure, policy
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
        "issued by issuer.example, 2026-04-01 01:00:00 UTC", "log example.com/log, 264 entries",
        "seen by witness one, 2026-04-01 01:00:00 UTC", "what it covers", "Provided", "見本<b>商会", "電話番号",
        "withheld by the holder", "not given by the operator", "Not proven",
    ):  # fmt: skip
        assert words in said
    assert said.count("withheld by the holder") == 1


def test_a_refused_file_ends_with_1_and_shows_nothing_of_itself(tmp_path: Path) -> None:
    for name in ("records in another order", "a time stamp more", "another size"):
        code, said = run(tmp_path, CORPUS[name][1](disclosure()))
        assert code == 1
        assert CORPUS[name][0] in said.split("(", 1)[1]
        assert "見本" not in said
        assert "proves nothing" in said


@pytest.mark.parametrize("name", ["markup and turned text", "a cosignature of the last time there is", "no record"])
def test_nothing_in_a_file_moves_the_terminal_or_stops_the_command(tmp_path: Path, name: str) -> None:
    code, said = run(tmp_path, FORGED[name][1]())
    assert code == 0
    assert not set("\x1b\x00\u202e") & set(said)


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
    assert (code, "operator's signature alone" in said) == (0, True)


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
