"""Checkpoints: the ledger's length and root, signed; made at transitions and hourly."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.ledger import tree
from accessmap.ledger.append import BEGUN, append, held, peaks_of
from accessmap.ledger.keys import CannotSign, Signer, signer
from accessmap.ledger.note import Head, NamedKey
from accessmap.models import Checkpoint, Entry, User

logger = logging.getLogger(__name__)
ROTATED = "key-rotated"


def keys(until: int | None = None) -> list[NamedKey]:
    """Return every key that the ledger has named (in so many entries), newest last."""
    named = Entry.objects.filter(kind__in=[BEGUN, ROTATED]).order_by("sequence")
    if until is not None:
        named = named.filter(sequence__lte=until)
    return keys_of(named.values_list("body", flat=True))


def keys_of(bodies: Iterable[str]) -> list[NamedKey]:
    """Return the keys that these entries name."""
    found: list[NamedKey] = []
    for body in bodies:
        says = json.loads(body)["says"]
        name = found[0].name if found else says["origin"]
        found.append(NamedKey(name, base64.b64decode(says["public_key"])))
    return found


@transaction.atomic
def make_checkpoint() -> Checkpoint | None:
    """Sign the ledger as it is; the same checkpoint where nothing was added.

    None for an empty ledger.

    Raises:
        CannotSign: if there is no key, or not the one that the ledger has named.
    """
    last = held()
    if last is None:
        return None
    return Checkpoint.objects.filter(size=last.sequence).first() or _signed(
        last, [signer_in_use()]
    )


def checkpoint_if_able() -> Checkpoint | None:
    """Sign at a transition; where the signer is down the act stands, unsigned as yet.

    The hourly checkpoint covers it later, and until then there is no evidence of it.
    """
    try:
        return make_checkpoint()
    except CannotSign:
        logger.exception("The ledger could not be signed")
        return None


def signer_in_use() -> Signer:
    """Return the signer, if it is the one that the ledger has named last."""
    found = signer()
    if keys()[-1].public != found.public:
        raise CannotSign(
            _(
                "The configured signing key is not the one that the ledger named last. "
                "Configure that one, or change keys with: manage.py rotate_key"
            )
        )
    return found


@transaction.atomic
def rotate(new: Signer, *, by: User | str) -> Checkpoint:
    """Log the change to ``new`` and sign the ledger with both keys."""
    old = signer_in_use()
    public = base64.b64encode(new.public).decode()
    entry = append(ROTATED, by=by, says={"public_key": public})
    return _signed(entry, [old, new])


def _signed(last: Entry, signers: list[Signer]) -> Checkpoint:
    origin = keys()[0].name
    text = Head(origin, last.sequence, tree.root(peaks_of(last))).text
    lines = [
        NamedKey(origin, each.public).line(each.sign(text.encode())) for each in signers
    ]
    return Checkpoint.objects.create(
        size=last.sequence, note=f"{text}\n{''.join(lines)}"
    )
