"""Have checkpoints timestamped by an authority that is none of ours (RFC 3161).

A mailed checkpoint shows an order to who got the mail. A timestamp shows to anybody
that the ledger stood so at that time, by somebody else's clock and key.

https://www.rfc-editor.org/rfc/rfc3161
"""

from __future__ import annotations

import hashlib
import json
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from accessmap.ledger.append import append, held
from accessmap.ledger.der import sorted_certificates
from accessmap.models import Checkpoint, Entry, Timestamp

STAMPED = "checkpoint-timestamped"
# https://www.rfc-editor.org/rfc/rfc3161#section-3.4
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
SECONDS = 10
MOST = 64 * 1024  # a reply with its certificates has some 6 KB


class NoTimestamp(Exception):
    """The authority gave no timestamp of what it was asked about."""


def stamp(checkpoint: Checkpoint) -> Timestamp | None:
    """Have ``checkpoint`` timestamped, once; None where no authority is named.

    Raises:
        NoTimestamp: with why; nothing is kept, and the next hour asks again.
    """
    if not settings.TSA_URL:
        return None
    if found := Timestamp.objects.filter(checkpoint=checkpoint).first():
        return found
    body, reply = _asked(checkpoint.note.encode())
    with transaction.atomic():
        held()
        if found := Timestamp.objects.filter(checkpoint=checkpoint).first():
            return found
        made = Timestamp.objects.create(
            checkpoint=checkpoint,
            authority=settings.TSA_URL,
            stamped_at=reply.tst_info.gen_time,
            reply=body,
        )
        says = {"size": checkpoint.size, "reply_sha256": _sha256(made)}
        append(STAMPED, by="timestamp", says=says)
    return made


def stamp_newest() -> None:
    """Ask again about the newest checkpoint, if it has no timestamp yet."""
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is not None:
        stamp(newest)


def bad_timestamps() -> Iterator[tuple[int, str]]:
    """Yield the size of each checkpoint whose timestamp does not hold, and why."""
    rows = Timestamp.objects.select_related("checkpoint").order_by("checkpoint__size")
    kept = {each.checkpoint.size: each for each in rows}
    for body in Entry.objects.filter(kind=STAMPED).values_list("body", flat=True):
        says = json.loads(body)["says"]
        found = kept.pop(says["size"], None)
        if found is None:
            yield says["size"], "its timestamp is missing"
        elif _sha256(found) != says["reply_sha256"]:
            yield says["size"], "its timestamp is not the one that was given"
        elif settings.TSA_ROOTS:
            try:
                _read(bytes(found.reply), found.checkpoint.note.encode())
            except NoTimestamp as error:
                yield says["size"], str(error)
    for size in kept:
        yield size, "the ledger does not know its timestamp"


def standing() -> str:
    """Say up to where the ledger is timestamped; nothing without an authority."""
    if not settings.TSA_URL:
        return ""
    stamped = Timestamp.objects.order_by("-checkpoint__size").first()
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return ""
    if stamped is None:
        return _("No checkpoint is timestamped yet; manage.py checkpoint asks for one.")
    told = _("Timestamped up to entry %(size)d, at %(at)s.") % {
        "size": stamped.checkpoint.size,
        "at": stamped.stamped_at.isoformat(timespec="seconds"),
    }
    if stamped.checkpoint.size == newest.size:
        return told
    return f"{told} " + _(
        "The checkpoint of entry %(size)d has no timestamp yet; the next hour, or "
        "manage.py checkpoint, asks for it."
    ) % {"size": newest.size}


def _asked(message: bytes) -> tuple[bytes, TimeStampResponse]:
    """Return the authority's reply about ``message``, as it came and checked."""
    builder = TimestampRequestBuilder().data(message)
    asked = builder.hash_algorithm(HashAlgorithm.SHA256).build()
    request = urllib.request.Request(  # noqa: S310  (settings take http and https)
        settings.TSA_URL, asked.as_bytes(), {"Content-Type": QUERY}
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            kind, body = answer.headers.get_content_type(), answer.read(MOST + 1)
    except (OSError, HTTPException) as error:
        raise _refusal(_("it did not answer (%(why)s)") % {"why": error}) from error
    if kind != REPLY or len(body) > MOST:
        raise _refusal(
            _("it answered with %(kind)s, which is no timestamp: a proxy, perhaps")
            % {"kind": kind}
        )
    return body, _read(body, message, nonce=asked.nonce)


def _read(body: bytes, message: bytes, nonce: int | None = None) -> TimeStampResponse:
    """Return a reply, if a root that the settings name vouches for it."""
    try:
        reply = decode_timestamp_response(sorted_certificates(body))
        VerifierBuilder(roots=_roots(), nonce=nonce).build().verify_message(
            reply, message
        )
    except (ValueError, VerificationError) as error:
        raise _refusal(_("its reply does not hold (%(why)s)") % {"why": error}) from (
            error
        )
    return reply


def _roots() -> list[Certificate]:
    try:
        return load_pem_x509_certificates(settings.TSA_ROOTS.encode())
    except ValueError as error:
        raise NoTimestamp(
            _(
                "ACCESSMAP_TSA_ROOTS holds no certificate in PEM. Name the root of the "
                "timestamp authority in ACCESSMAP_TSA_ROOTS_FILE."
            )
        ) from error


def _refusal(why: str) -> NoTimestamp:
    return NoTimestamp(
        _("No timestamp from %(url)s: %(why)s.") % {"url": settings.TSA_URL, "why": why}
    )


def _sha256(stamped: Timestamp) -> str:
    return hashlib.sha256(bytes(stamped.reply)).hexdigest()
