"""Take the operator's list of owners: all of its lines, or none."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import Account, OrganizationalUnit, User
from reviews.errors import ListRefused, NotAllowed
from reviews.evidence.ledger import record
from reviews.models import Ownership
from reviews.register import Register

HEADER = ("what", "owner")
MOST_BYTES = 5_000_000
MOST_NAMED = 10  # lines that are named in a refusal; the rest is counted
KEY = re.compile(r"\d{12}|r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|arn:.+")


@transaction.atomic
def upload_owners(content: bytes, *, uploaded_by: User) -> int:
    """Replace the list by ``content``, CSV in UTF-8; return how many lines it has.

    Two columns: ``what`` is an ARN, an account id, or the id of a root or unit;
    ``owner`` a user name or an e-mail address of somebody here. Any line that cannot be
    taken refuses all of them, each with its number and what to do.
    """
    if not uploaded_by.is_analyst:
        raise NotAllowed(_("Analysts upload the list of owners."))
    lines = list(_lines(content))
    people, places = Register(), _places()
    wrong: list[str] = []
    owners: dict[str, tuple[int, User]] = {}
    for number, what, owner in lines:
        person = people.called(owner)
        if complaint := _complaint(what, owner, person, owners, places):
            wrong.append(_("Line %(n)d: %(why)s") % {"n": number, "why": complaint})
        elif person:
            owners[what] = (number, person)
    if wrong:
        rest = len(wrong) - MOST_NAMED
        more = [_("And %(n)d more.") % {"n": rest}] if rest > 0 else []
        said = [_("Nothing was taken."), *wrong[:MOST_NAMED], *more]
        raise ListRefused("\n".join(said))
    sha256 = hashlib.sha256(content).hexdigest()
    _replace(owners, sha256, uploaded_by)
    record("owners-uploaded", by=uploaded_by, lines=len(owners), sha256=sha256)
    return len(owners)


def _lines(content: bytes) -> Iterator[tuple[int, str, str]]:
    """Yield number, what and owner of each line that is not empty."""
    if len(content) > MOST_BYTES:
        raise ListRefused(_("The file is larger than 5 MB. Split it by unit."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListRefused(
            _("The file is not UTF-8. In Excel save it as “CSV UTF-8”.")
        ) from error
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = tuple(each.strip().lower() for each in next(rows, []))
        if header[:2] != HEADER:
            raise ListRefused(_("The first line must be: what,owner"))
        for row in rows:
            cells = [each.strip() for each in (*row, "", "")]
            if any(cells):
                yield rows.line_num, cells[0], cells[1]
    except csv.Error as error:
        raise ListRefused(
            _("Line %(n)d is no CSV: %(why)s.") % {"n": rows.line_num, "why": error}
        ) from error


def _places() -> frozenset[str]:
    """Return every account and unit that we know."""
    accounts = Account.objects.values_list("account_id", flat=True)
    units = OrganizationalUnit.objects.values_list("unit_id", flat=True)
    return frozenset([*accounts, *units])


def _complaint(
    what: str,
    owner: str,
    person: User | None,
    owners: Mapping[str, object],
    places: frozenset[str],
) -> str:
    """Return what is wrong with a line and how to mend it, or an empty text."""
    if not KEY.fullmatch(what):
        return _(
            "“%(what)s” is no ARN, account id (12 digits) or unit (ou-…). If Excel "
            "took leading zeros away, format the column as text."
        ) % {"what": what}
    if not what.startswith("arn:") and what not in places:
        return _("%(what)s is not in the organization as it was read.") % {"what": what}
    if what in owners:
        return _("%(what)s stands in the file twice. Keep one.") % {"what": what}
    if person is None:
        return _(
            "Nobody who may decide signs in as “%(owner)s”. Add them first, or name "
            "somebody else."
        ) % {"owner": owner}
    return ""


def _replace(
    owners: Mapping[str, tuple[int, User]], sha256: str, uploaded_by: User
) -> None:
    Ownership.objects.current().update(is_current=False)
    now = timezone.now()
    Ownership.objects.bulk_create(
        [
            Ownership(
                key=what,
                owner=owner,
                line=line,
                file_sha256=sha256,
                uploaded_by=uploaded_by,
                uploaded_at=now,
            )
            for what, (line, owner) in owners.items()
        ],
        batch_size=500,
    )
