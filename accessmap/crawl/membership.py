"""From the organization as read to rows: who is a member, where it lives, who left."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accessmap.aws.errors import Failure
from accessmap.crawl.organization import RCP, SCP, Organization, in_force, levels
from accessmap.models import Account, Crawl, Hold, OrganizationalUnit
from accessmap.models.coverage import VANISHED

# More accounts than this missing at once is held, not believed: the larger of the two.
HELD_FROM = 1
HELD_SHARE = 0.10
# The hold of the organization itself, which is no account.
WHOLE = ""


def store_membership(crawl: Crawl, found: Organization) -> None:
    """Write accounts and units; mark who left, unless too many seem to."""
    units = _store_units(crawl, found) if found.has("organization-units") else {}
    known = {row.account_id: row for row in Account.objects.all()}
    standing = {row.pk for row in known.values()}
    states = set(Account.State.values)
    for member in found.members:
        account_id = member.account_id
        row = known.get(account_id) or Account(
            account_id=account_id, first_seen_at=crawl.started_at
        )
        before = dict(vars(row))
        row.name = member.name[:200] or row.name
        row.email = member.email[:254] or row.email
        row.state = member.state if member.state in states else Account.State.UNKNOWN
        row.organization_id = found.id
        row.is_management = account_id == found.management_id
        row.left_at = None
        if account_id in found.homes and units:
            row.unit = units[found.homes[account_id]]
        if found.has("organization-tags"):
            row.tags = found.tags[account_id]
        if found.has("organization-delegates"):
            row.delegated_services = found.delegated.get(account_id, [])
        if units:
            _note_controls(row, found)
        if row.pk not in standing or vars(row) != before:
            row.save()
    if found.id:
        _mark_who_left(crawl, found)


def _note_controls(row: Account, found: Organization) -> None:
    """Write which controls restrain an account, of the kinds that could be read."""
    if found.has("organization-policies"):
        row.scps = levels(found, SCP, row.account_id)
    if found.has("organization-rcps"):
        row.rcps = in_force(found, RCP, row.account_id)


def _store_units(crawl: Crawl, found: Organization) -> dict[str, OrganizationalUnit]:
    """Write the units, parents first, and end those that a whole walk did not meet."""
    rows: dict[str, OrganizationalUnit] = {}
    for unit in sorted(found.units, key=lambda each: each.path.count("/")):
        rows[unit.id], _is_new = OrganizationalUnit.objects.update_or_create(
            unit_id=unit.id,
            defaults={
                "name": unit.name[:200],
                "parent": rows.get(unit.parent_id),
                "path": unit.path,
                "ended_at": None,
            },
        )
    OrganizationalUnit.objects.filter(ended_at=None).exclude(
        pk__in=[row.pk for row in rows.values()]
    ).update(ended_at=crawl.started_at)
    return rows


def _mark_who_left(crawl: Crawl, found: Organization) -> None:
    """Believe a whole list that an account left, but not that very many did."""
    members = Account.objects.present()
    listed = {member.account_id for member in found.members}
    missing = [row.pk for row in members if row.account_id not in listed]
    present = members.count()
    if len(missing) > max(HELD_FROM, present * HELD_SHARE) and not _is_released(
        len(missing)
    ):
        Hold.objects.update_or_create(
            crawl=crawl,
            account_id=WHOLE,
            defaults={"missing_count": len(missing), "current_count": present},
        )
        found.parts["organization"].failure = Failure(
            "failed",
            _(
                "%(missing)d of %(present)d accounts are missing from the list. That "
                "many at once are held, not believed: none is marked as having left. "
                "Look at the organization; if it is true, release the hold and crawl "
                "again."
            )
            % {"missing": len(missing), "present": present},
            code=VANISHED,
            operation="ListAccounts",
        )
        return
    Account.objects.filter(pk__in=missing).update(left_at=crawl.started_at)


def _is_released(missing: int) -> bool:
    """Say whether somebody has looked at so large a loss and let it pass."""
    last = Hold.objects.filter(account_id=WHOLE).first()
    return bool(last and last.released_at and missing <= last.missing_count)
