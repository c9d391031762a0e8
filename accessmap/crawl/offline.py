"""Import what people printed with the AWS CLI: a crawl that asks AWS nothing.

The same store and the same derivation as of any crawl. All of it or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accessmap.aws.collector import Where, all_collectors
from accessmap.aws.watch import Watch
from accessmap.batches import batched
from accessmap.crawl import seen
from accessmap.crawl.finish import finish_crawl
from accessmap.crawl.ledger import write_coverage, write_coverages
from accessmap.crawl.left_out import note_left_out
from accessmap.crawl.look import Reading
from accessmap.crawl.membership import store_membership
from accessmap.crawl.opinions import store_opinions
from accessmap.crawl.organization import Member, Organization, Part
from accessmap.crawl.printed import Printed, read_files
from accessmap.crawl.printed_file import ONLY_SOME, FileRefused
from accessmap.crawl.printed_organization import MISSING
from accessmap.crawl.probe import HISTORY
from accessmap.crawl.store import store
from accessmap.crawl.trail_files import places
from accessmap.crawl.uses import store_uses
from accessmap.models import Account, Coverage, Crawl

MOST_NAMED = 20  # files, in the crawl's own description


def import_files(paths: list[Path], *, account_id: str = "") -> Crawl:
    """Read ``paths`` and keep what they say, or raise FileRefused and keep nothing."""
    names = [path.name for path in paths[:MOST_NAMED]]
    known = frozenset(Account.objects.values_list("account_id", flat=True))
    return keep(read_files(paths, account_id, known), names)


def keep(printed: Printed, names: list[str]) -> Crawl:
    """Store and derive what files said, and end the crawl that this is."""
    return finish_crawl(store_all(printed, names).pk)


def store_all(printed: Printed, names: list[str]) -> Crawl:
    """Store and derive what files said; ``names`` tell later which files it was."""
    found = _organization(printed)
    note_left_out(printed.readings.values())
    with transaction.atomic():
        crawl = Crawl.objects.create(trigger="import", selection={"files": names})
        _store_organization(crawl, found, printed)
        readings = list(printed.readings.values())
        for reading in seen.unlike(readings):
            store(crawl, reading)
        for reading in readings:
            store_opinions(reading)
        known = _known(printed)
        histories = list(_histories(printed))
        for reading in histories:
            store_uses(crawl, reading)
        told = [
            each
            for each in [*readings, *histories]
            if each.failure is None
            or (each.where.account_id, each.collector) not in known
        ]
        write_coverages(crawl, [*told, *_not_printed(printed, known)])
        _derive(crawl, printed.accounts_told_of)
    return crawl


def _derive(crawl: Crawl, account_ids: list[str]) -> None:
    from accessmap.derive.grants import derive_accounts
    from accessmap.derive.owners import note_owners
    from accessmap.derive.zone import World

    note_owners()
    derive_accounts(crawl, account_ids, world=World.now())


def _organization(printed: Printed) -> Organization | None:
    """Return the organization, if its accounts were printed."""
    if printed.accounts is None:
        if printed.tree:
            raise FileRefused(
                _(
                    "Units and policies are believed together with all accounts only. "
                    "Import them with `aws organizations list-accounts`. Nothing was "
                    "imported."
                )
            )
        return None
    arn = str(printed.accounts[0].get("Arn", "")) if printed.accounts else ""
    described = printed.organization or _from_arn(arn)
    if not described:
        raise FileRefused(
            _(
                "The list of accounts does not say which organization it is of. "
                "Import it together with `aws organizations describe-organization`. "
                "Nothing was imported."
            )
        )
    found = Organization(id=described["Id"], management_id=described["MasterAccountId"])
    found.members = [
        Member(
            each["Id"],
            each.get("Name", ""),
            each.get("Email", ""),
            each.get("State") or each.get("Status") or "UNKNOWN",
        )
        for each in printed.accounts
    ]
    found.parts["organization"] = Part(
        "organization", Watch(), item_count=len(found.members)
    )
    if printed.tree:
        printed.tree.fill(found)
    return found


def _from_arn(arn: str) -> dict[str, str]:
    """Read the organization out of an account's ARN: …::MANAGEMENT:account/o-…/ID."""
    words = arn.replace("/", ":").split(":")
    whole = 8
    if len(words) != whole:
        return {}
    return {"MasterAccountId": words[4], "Id": words[6]}


def _store_organization(
    crawl: Crawl, found: Organization | None, printed: Printed
) -> None:
    """Write the accounts; one that nobody listed is there all the same."""
    if found:
        store_membership(crawl, found)
        crawl.organization_id = found.id
        crawl.save(update_fields=["organization_id"])
        for part in found.parts.values():
            _cover_part(crawl, Where(found.management_id), part)
    known = set(Account.objects.values_list("account_id", flat=True))
    for account_id in set(printed.accounts_told_of) - known:
        Account.objects.create(account_id=account_id, first_seen_at=crawl.started_at)


def _cover_part(crawl: Crawl, where: Where, part: Part) -> None:
    """Write how a part was told; less than some crawl knows of it is no news."""
    known = Coverage.objects.filter(account_id=where.account_id, collector=part.name)
    if part.failure is MISSING and known.exists():
        return
    reading = Reading(where, part.name, "organizations", failure=part.failure)
    [row] = write_coverage(crawl, reading)
    row.item_count = part.item_count
    row.save(update_fields=["item_count"])


def _histories(printed: Printed) -> Iterator[Reading]:
    """Yield what files told of the use of roles: never all of it."""
    collector = all_collectors()[HISTORY]
    for where, uses in places(printed.history):
        yield Reading(where, HISTORY, collector.service, uses=uses, failure=ONLY_SOME)


def _not_printed(printed: Printed, known: set[tuple[str, str]]) -> Iterator[Reading]:
    """Yield what no file was about, in every account that some file was about.

    But for what is ``known`` from elsewhere.
    """
    of_history = {account_id for account_id, _region in printed.history.uses}
    for account_id in printed.accounts_told_of:
        for name, collector in all_collectors().items():
            is_told = name == HISTORY and account_id in of_history
            place = (account_id, name)
            if place not in known and place not in printed.readings and not is_told:
                where = Where(account_id)
                yield Reading(where, name, collector.service, failure=ONLY_SOME)


def _known(printed: Printed) -> set[tuple[str, str]]:
    """Return the places of which some crawl has more to say than these few files."""
    return {
        place
        for some in batched(printed.accounts_told_of)
        for place in Coverage.objects.order_by()
        .filter(account_id__in=some)
        .values_list("account_id", "collector")
        .distinct()
    }
