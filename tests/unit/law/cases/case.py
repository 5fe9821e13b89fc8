"""A case: what was done, what was known, and what the law makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.law.types import Act, Answer, Duty, Found, Verdict

#: How sure an expectation is: read in a primary text, in a secondary page, general knowledge, or our interpretation.
SURE = ("V", "V2", "M", "I")

#: The answer that decides, by verdict; what is no provision may say so by an answer of no.
AGAINST: dict[Verdict, Answer] = {"violation": "no", "undetermined": "missing", "not_provision": "no"}


@dataclass(frozen=True, slots=True)
class Case:
    """``id``: T.. as in the catalogue of examples, N.. for a neighbour of the same kind, M.. for a cell of a matrix.

    ``why``: the one question that decides against the act, nothing where none does; ``confirm``: what a lawyer must
    still confirm.
    """

    id: str
    ja: str
    en: str
    sure: str
    act: Act
    found: Found
    verdict: Verdict
    basis: str
    duty: Duty
    why: str = ""
    marks: tuple[str, ...] = ()
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """The cases under one article, in the order of the Act."""

    number: str
    ja: str
    en: str
    cases: tuple[Case, ...]


def lawful(
    id: str, ja: str, en: str, sure: str, act: Act, found: Found, duty: Duty, *, basis: str | None = None,
    marks: tuple[str, ...] = (), confirm: str = "",
) -> Case:  # fmt: skip
    """A ground that holds: the one claimed, unless another basis is named."""
    return Case(
        id, ja, en, sure, act, found, "lawful", act.ground if basis is None else basis, duty, "", marks, confirm
    )


def violation(
    id: str, ja: str, en: str, sure: str, act: Act, found: Found, why: str, *, duty: Duty = "statutory",
    marks: tuple[str, ...] = (), confirm: str = "",
) -> Case:  # fmt: skip
    """A ground that does not hold, because of one question."""
    return Case(id, ja, en, sure, act, found, "violation", "none", duty, why, marks, confirm)


def open_still(
    id: str, ja: str, en: str, sure: str, act: Act, found: Found, why: str, *, confirm: str = ""
) -> Case:  # fmt: skip
    """An act that waits for a fact."""
    return Case(id, ja, en, sure, act, found, "undetermined", "none", "statutory", why, (), confirm)


def no_provision(
    id: str, ja: str, en: str, sure: str, act: Act, found: Found, *, marks: tuple[str, ...] = (), why: str = "",
    confirm: str = "",
) -> Case:  # fmt: skip
    """An act by which no third party received personal data from the operator."""
    return Case(id, ja, en, sure, act, found, "not_provision", "none", "voluntary", why, marks, confirm)
