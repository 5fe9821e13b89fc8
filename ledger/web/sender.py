"""By what somebody who sends is counted, where limits hold for each of them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address


def network(sender: str) -> str:
    """Return by what a sender is counted: an IPv4 address, or the /64 of an IPv6 one, which is one household's."""
    try:
        address = ip_address(sender)
    except ValueError:
        return sender
    if not isinstance(address, IPv6Address):
        return str(address)
    # A socket for both kinds writes every IPv4 address as ::ffff:…, all of which lie in one /64.
    return str(address.ipv4_mapped or int(address) >> 64)
