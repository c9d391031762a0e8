"""IP addresses as intervals: ranges, cuts, and how wide is as good as everywhere.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import pairwise

# Both versions lie on one line: IPv4 first, then IPv6.
_OFFSET = 1 << 40
_END = _OFFSET + (1 << 128)
# S3 takes what is wider than this for public.
_WIDE_V4 = 1 << (32 - 8)
_WIDE_V6 = 1 << (128 - 32)

Range = tuple[int, int]  # first and one past the last, on the line


@lru_cache(maxsize=4096)
def one_range(text: str) -> Range | None:
    """Return the range that a CIDR or an address names, or None."""
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    base = 0 if network.version == 4 else _OFFSET  # noqa: PLR2004
    first = base + int(network.network_address)
    return first, first + network.num_addresses


def ranges(texts: Iterable[str]) -> tuple[Range, ...]:
    """Return the ranges of those texts that name one."""
    return tuple(found for found in map(one_range, texts) if found)


def is_within(text: str, among: Iterable[Range]) -> bool:
    """Say whether the address lies in one of the ranges."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    at = int(address) + (0 if address.version == 4 else _OFFSET)  # noqa: PLR2004
    return any(first <= at < end for first, end in among)


@dataclass(frozen=True, slots=True)
class Class:
    """All addresses that lie in the same ranges: a witness, and how many there are."""

    witness: str
    names: frozenset[str]  # the texts that hold it
    size_v4: int = 0  # without private addresses, which S3 does not count
    size_v6: int = 0


# Kept free for examples, by RFC 5737 and 3849: the witnesses that read best.
_DOCUMENTED = ("198.51.100.7", "203.0.113.7", "192.0.2.7", "2001:db8::7")
_PRIVATE = ranges(("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))


def classes(texts: Iterable[str]) -> list[Class]:
    """Cut the line at every end of a range; join the pieces that lie in the same."""
    known = {text: found for text in sorted(set(texts)) if (found := one_range(text))}
    cuts = {0, 1 << 32, _OFFSET, _END}
    for first, end in known.values():
        cuts.update((first, end))
    points = sorted(cuts)
    pieces: dict[frozenset[str], list[Range]] = {}
    for first, end in pairwise(points):
        if first == 1 << 32:
            continue  # no address lies between the versions
        names = frozenset(
            text for text, (low, high) in known.items() if low <= first < high
        )
        pieces.setdefault(names, []).append((first, end))
    return [_class(names, among) for names, among in pieces.items()]


def _class(names: frozenset[str], among: list[Range]) -> Class:
    public = [each for each in among if not _is_private(each)]
    v4 = sum(end - first for first, end in public if end <= 1 << 32)
    v6 = sum(end - first for first, end in public if first >= _OFFSET)
    first = (public or among)[0][0]
    for address in _DOCUMENTED:
        if is_within(address, among):
            return Class(address, names, v4, v6)
    # The first address of a block is seldom a host's.
    first, end = next(each for each in among if each[0] == first)
    return Class(_text(min(first + 7, end - 1)), names, v4, v6)


def _is_private(piece: Range) -> bool:
    return any(low <= piece[0] and piece[1] <= high for low, high in _PRIVATE)


def _text(at: int) -> str:
    version_4 = at < 1 << 32
    return str(IPv4Address(at) if version_4 else IPv6Address(at - _OFFSET))


def is_wide(among: Iterable[Class]) -> bool:
    """Say whether the classes together are too wide to name anybody."""
    listed = list(among)
    return (
        sum(each.size_v4 for each in listed) > _WIDE_V4
        or sum(each.size_v6 for each in listed) > _WIDE_V6
    )


def is_wide_text(text: str) -> bool:
    """Say whether one CIDR alone is too wide to name anybody."""
    return is_wide(each for each in classes([text]) if text in each.names)
