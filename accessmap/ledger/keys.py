"""The key that signs: from the settings, or made on first start beside the data.

A key is a PKCS#8 PEM, as ``openssl genpkey -algorithm ed25519`` writes it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

logger = logging.getLogger(__name__)
FILE = "signing_key.pem"


class CannotSign(Exception):
    """There is no usable key: nothing is signed, and nothing calls itself evidence."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that signs."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """Return the 32 bytes of the public key."""
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def public_pem(self) -> bytes:
        """Return the public key as OpenSSL reads it."""
        return self.private.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, message: bytes) -> bytes:
        """Return the signature: 64 bytes, the same for the same message."""
        return self.private.sign(message)


def signer() -> Signer:
    """Return the signer that the settings name.

    Raises:
        CannotSign: if the key cannot be read, or is none.
    """
    if settings.SIGNING_KEY:
        return read(settings.SIGNING_KEY, "ACCESSMAP_SIGNING_KEY")
    path = own_file()
    try:
        if not path.exists():
            _make(path)
        return read(path.read_text(encoding="ascii"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotSign(
            f"The signing key {path} cannot be read or made: {error}. Mend that, or "
            "name a key in ACCESSMAP_SIGNING_KEY_FILE."
        ) from error


def own_file() -> Path:
    """Return where the key stands that was made on first start."""
    return Path(settings.DATA_DIR) / FILE


def read(pem: str, source: str) -> Signer:
    """Return the signer of a PEM; ``source`` is named where it is none."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise CannotSign(f"{source} holds no private key in PEM: {error}.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise CannotSign(
            f"{source} holds another kind of key. Make one with: "
            "openssl genpkey -algorithm ed25519"
        )
    return Signer(key)


def new_pem() -> bytes:
    """Return a new private key."""
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def write(path: Path, pem: bytes) -> None:
    """Write a key whole or not at all, readable by us alone; never over another."""
    with _drafted(path, pem) as draft:
        os.link(draft, path)


def switch(path: Path, pem: bytes, kept: Path) -> None:
    """Put another key in place of the one at ``path``, which is ``kept`` beside it.

    At each moment there is a whole key at ``path``: without one, the next start would
    make a stranger's. Whatever fails, the old one is there.
    """
    with _drafted(path, pem) as draft:
        kept.unlink(missing_ok=True)
        os.link(path, kept)
        draft.replace(path)


@contextmanager
def _drafted(path: Path, pem: bytes) -> Iterator[Path]:
    """Write a key beside where it is to stand; what is still there later goes."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        with draft.open("wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _make(path: Path) -> None:
    try:
        write(path, new_pem())
    except FileExistsError:
        return  # another process was first; its key counts
    logger.warning(
        "Made a signing key, %s. Whoever can read it can sign evidence: for anything "
        "but a trial keep one elsewhere and name it in ACCESSMAP_SIGNING_KEY_FILE.",
        path,
    )
