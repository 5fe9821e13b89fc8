"""Addresses for e-mail: which are taken, and how they are shown to who may know them already."""

from __future__ import annotations

import re

#: RFC 5321's dot-string at a domain of letters, digits and hyphens: nothing in it ends a header or a command.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")
_MOST = 254


class AddressUnusable(Exception):
    """An e-mail address is name@domain in plain letters, up to 254 of them. Nothing was entered; what was typed is not
    repeated here: type it anew."""


def address_of(written: str) -> str:
    """Return an e-mail address as it is used (RFC 5321, section 4.1.2), from full-width letters too. Raises
    AddressUnusable."""
    narrow = _narrow(written.strip())
    if len(narrow) > _MOST or not _ADDRESS.fullmatch(narrow):
        raise AddressUnusable("e-mail address")
    return narrow


def named_in(words: str, address: str) -> bool:
    """Tell whether somebody's words name an address, in letters of whichever case and width."""
    return address.casefold() in _narrow(words).casefold()


def _narrow(words: str) -> str:
    return words.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})


def masked(address: str) -> str:
    """Return an address so that who knows it recognises it and nobody learns it: t***@e***.jp."""
    name, _, domain = address.partition("@")
    host, _, top = domain.rpartition(".")
    return f"{name[0]}***@{host[0]}***.{top}"
