"""Where records and facts came from: the batch that took one in names it, or the replay that did follows it.

So nobody can put one into the log that never stood in Kafka, and no batch can account for offsets by entries that are
not there, or that another has claimed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.audit.findings import Finding
from ledger.log.entry_form import TAKEN_IN


@dataclass(slots=True)
class Origins:
    """Takes entries in the order of the log, from index ``first`` on."""

    first: int
    findings: list[Finding] = field(default_factory=list)
    #: One byte for each entry: whether it came out of Kafka.
    _taken_in: bytearray = field(default_factory=bytearray)
    #: Those of which nothing has said yet what brought them.
    _open: set[int] = field(default_factory=set)

    def add(self, idx: int, said: Mapping[str, Any]) -> None:
        """Take in one entry of its kind's form."""
        self._taken_in.extend(bytes(idx - self.first - len(self._taken_in)))
        self._taken_in.append(said["kind"] in TAKEN_IN)
        if said["kind"] in TAKEN_IN:
            self._open.add(idx)
        elif said["kind"] == "batch":
            for run in said["runs"]:
                if not self._claims(run, idx):
                    self.findings.append(Finding("batch_claims", idx, f"{said['topic']}/{said['partition']}"))
        elif said["kind"] == "replay":
            # What it brought is appended with it, right before it.
            before = idx - 1
            while before in self._open:
                self._open.remove(before)
                before -= 1

    def left(self) -> Iterator[Finding]:
        """Yield, once the log was read, the entries that nothing says where they came from."""
        for idx in sorted(self._open):
            yield Finding("unaccounted", idx)

    def _claims(self, run: Mapping[str, Any], idx: int) -> bool:
        """Tell whether a run accounts for its offsets by what is there and by no more, and take what it names."""
        offsets = run["next"] - run["first"]
        match run["is"]:
            case "entries" | "conflict":
                claimed = range(run["from"], min(run["to"], idx))
                # One event about many people is one offset; of several offsets each is one entry.
                paired = offsets == len(claimed) or (offsets == 1 and run["is"] == "entries")
                if not (claimed and run["to"] <= idx and paired and self._open.issuperset(claimed)):
                    return False
                self._open.difference_update(claimed)
                return True
            case "duplicate":
                return all(self._is_taken_in(one) for one in range(run["from"], min(run["from"] + offsets, idx + 1)))
            case "hole":
                return True
        return bool(offsets == 1)

    def _is_taken_in(self, idx: int) -> bool:
        """Tell whether an entry came out of Kafka; of one before those that were read nothing is known."""
        at = idx - self.first
        return at < 0 or (at < len(self._taken_in) and bool(self._taken_in[at]))
