"""Carry checkpoints where the operator of AccessMap cannot change them.

A signature shows that nothing changed since; whoever holds the key could still sign
another history. Not once somebody else keeps a checkpoint of this one.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.ledger.append import append
from accessmap.ledger.canonical import canonical
from accessmap.ledger.checkpoints import make_checkpoint
from accessmap.ledger.note import DASH
from accessmap.ledger.timestamps import STAMPED, stamp, stamp_newest
from accessmap.models import Checkpoint, Entry

ANCHORED = "checkpoint-anchored"
CONFIGURED = "settings-seen"
# What decides who is believed and what is read. No secrets: they would be in evidence.
TOLD = (
    "PUBLIC_URL",
    "ROLE_NAME",
    "REGIONS",
    "CRAWL_SCHEDULE",
    "TIME_ZONE",
    "ANCHOR_DIR",
    "ANCHOR_MAIL",
    "TSA_URL",
    "TSA_ROOTS",
    "KEEP_YEARS",
    "DEBUG",
)


def sign_and_anchor() -> Checkpoint | None:
    """Sign what is new, and anchor it; nothing happens where nothing happened.

    A timestamp that could not be had is asked for again, even then.

    Raises:
        NoTimestamp: if the authority gives none; the other anchors are made by then.
    """
    note_settings()
    last = Entry.objects.order_by("-sequence").first()
    # Having anchored is itself an entry, and no reason to anchor again.
    if last is None or last.kind in {ANCHORED, STAMPED}:
        stamp_newest()
        return None
    checkpoint = make_checkpoint()
    if checkpoint is not None:
        anchor(checkpoint)
        stamp(checkpoint)
    return checkpoint


@transaction.atomic
def note_settings() -> None:
    """Log the settings if they are not the ones that were logged last."""
    told = canonical({each.lower(): getattr(settings, each) for each in TOLD}).decode()
    seen = Entry.objects.filter(kind=CONFIGURED).order_by("-sequence").first()
    if seen is None or f'"settings":{told}' not in seen.body:
        append(
            CONFIGURED,
            by="settings",
            says={"settings": {each.lower(): getattr(settings, each) for each in TOLD}},
        )


def kept_anchors() -> list[str]:
    """Return the newest checkpoint in the directory of anchors, if there is one.

    What a crash left half written is no checkpoint, and the one before it counts.
    """
    if not settings.ANCHOR_DIR:
        return []
    paths = Path(settings.ANCHOR_DIR).glob("checkpoint-*.txt")
    for path in sorted(paths, reverse=True):
        if _is_whole(note := path.read_text("utf-8", errors="replace")):
            return [note]
    return []


@transaction.atomic
def anchor(checkpoint: Checkpoint) -> None:
    """Write the checkpoint to the directory and send it to the list, as configured."""
    places = []
    if settings.ANCHOR_DIR:
        path = Path(settings.ANCHOR_DIR) / f"checkpoint-{checkpoint.size:012}.txt"
        note = checkpoint.note.encode()
        # A mounted bucket often cannot rename, so a crash may leave a beginning of the
        # note there: it says nothing else, and is written again.
        held = path.read_bytes() if path.exists() else b""
        if note.startswith(held) and held != note:
            path.write_bytes(note)
        elif held != note:
            raise FileExistsError(
                _(
                    "%(path)s holds another checkpoint of this length: an older state "
                    "was restored, or the ledger rewritten. See: manage.py check_ledger"
                )
                % {"path": path}
            )
        places.append("directory")
    if settings.ANCHOR_MAIL:
        subject = _("AccessMap ledger at %(size)d entries") % {"size": checkpoint.size}
        send_mail(subject, checkpoint.note, None, list(settings.ANCHOR_MAIL))
        places.append("mail")
    if places:
        append(ANCHORED, by="anchor", says={"size": checkpoint.size, "places": places})


def _is_whole(note: str) -> bool:
    """Say whether a text ends as a signed note does."""
    return f"\n\n{DASH}" in note and note.endswith("\n")
