"""Write an act into the ledger: in its own transaction, or it does not happen."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accessmap.ledger import tree
from accessmap.ledger.canonical import canonical, spoken
from accessmap.ledger.keys import signer
from accessmap.ledger.note import NamedKey
from accessmap.models import Entry, User

# Any number will do, as long as nobody else takes it.
# https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
LOCK = 0x6C6564676572
WIDTH = 32
BEGUN = "ledger-begun"


def append(
    kind: str,
    *,
    by: User | str,
    about: str = "",
    says: Mapping[str, object] | None = None,
) -> Entry:
    """Append one act, done ``by`` a person or by the job of that name.

    The number is taken under a lock that lasts until the transaction ends: without it
    two writers take the same one. So this is the last thing that an operation does.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An act and its entry are written in one transaction.")
    last = held()
    if last is None:
        last = _added(None, BEGUN, "system:ledger", about="", says=_beginning())
    actor = by.get_username() if isinstance(by, User) else f"system:{by}"
    person = by if isinstance(by, User) else None
    return _added(last, kind, actor, about=about, says=says or {}, person=person)


def held() -> Entry | None:
    """Return the last entry, with the ledger locked until the transaction ends.

    On SQLite the transaction itself is the lock: settings begin each one IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return Entry.objects.order_by("-sequence").first()


def peaks_of(entry: Entry | None) -> tree.Peaks:
    """Return the peaks of the tree that ends with ``entry``."""
    held_peaks = bytes(entry.peaks) if entry else b""
    return tuple(held_peaks[at : at + WIDTH] for at in range(0, len(held_peaks), WIDTH))


def _added(  # noqa: PLR0913
    last: Entry | None,
    kind: str,
    actor: str,
    *,
    about: str,
    says: Mapping[str, object],
    person: User | None = None,
) -> Entry:
    size = last.sequence if last else 0
    at = timezone.now()
    body = canonical(
        {
            "about": about,
            "actor": actor,
            "at": spoken(at),
            "kind": kind,
            "says": dict(says),
            "sequence": size + 1,
        }
    )
    leaf = tree.leaf_hash(body)
    return Entry.objects.create(
        sequence=size + 1,
        at=at,
        actor=actor,
        person=person,
        kind=kind,
        about=about,
        body=body.decode(),
        leaf=leaf,
        peaks=b"".join(tree.grown(peaks_of(last), size, leaf)),
    )


def _beginning() -> dict[str, object]:
    """Return what the first entry says: the ledger's name, and the key that signs."""
    public = signer().public
    host = urlsplit(settings.PUBLIC_URL).netloc
    origin = f"{host}/ledger/{NamedKey('', public).fingerprint[:8]}"
    return {"origin": origin, "public_key": base64.b64encode(public).decode()}
