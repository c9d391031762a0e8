"""Signed notes, and the checkpoints of a ledger in them: pure.

https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
DASH = "— "
LINES = 3  # origin, size, root


class BadNote(Exception):
    """A note that does not say what it should, or that nobody known has signed."""


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A public key and the name that it signs with."""

    name: str
    public: bytes  # 32 bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes by which a signature line names its key."""
        told = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(told).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """Return how people compare the key: the SHA-256 of its 32 bytes."""
        return hashlib.sha256(self.public).hexdigest()

    def line(self, signature: bytes) -> str:
        """Return the line of a note that carries ``signature``."""
        return f"{DASH}{self.name} {_text(self.key_id + signature)}\n"

    def has_signed(self, text: str, signature: bytes) -> bool:
        """Say whether ``signature`` over ``text`` is this key's."""
        try:
            key = Ed25519PublicKey.from_public_bytes(self.public)
            key.verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Head:
    """A ledger at one size: which, how long, and the root that fixes all of it."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n"


def opened(note: str, keys: Iterable[NamedKey]) -> Head:
    """Return what a checkpoint says, if one of ``keys`` has signed it.

    Raises:
        BadNote: if it is malformed, or no known key's signature holds.
    """
    text, gap, signatures = note.rpartition("\n\n")
    text += "\n"
    if not gap:
        raise BadNote("The checkpoint carries no signature.")
    known = {(each.name, each.key_id): each for each in keys}
    for line in signatures.splitlines():
        name, _, carried = line.removeprefix(DASH).rpartition(" ")
        told = _bytes(carried)
        key = known.get((name, told[:4]))
        if key and key.has_signed(text, told[4:]):
            return _head(text)
    raise BadNote("No key that this ledger has named signed the checkpoint.")


def _head(text: str) -> Head:
    lines = text.splitlines()
    if len(lines) < LINES or not lines[1].isdecimal():
        raise BadNote("A checkpoint has an origin, a size and a root.")
    return Head(lines[0], int(lines[1]), _bytes(lines[2]))


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise BadNote("The checkpoint is not base64 where it should be.") from error
