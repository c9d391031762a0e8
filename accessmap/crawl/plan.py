"""What there is to do: the scopes of a crawl, planned as it learns of them.

Organization → accounts → collectors × regions → grants. Each step is a scope with its
own lease, so a crawl that was stopped anywhere goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from accessmap import mass
from accessmap.aws.assume import role_arn
from accessmap.aws.collector import Collector, Where, all_collectors
from accessmap.aws.errors import Failure
from accessmap.crawl.lease import ACCOUNT, GRANTS, QUIET, Work
from accessmap.crawl.ledger import write_coverage
from accessmap.crawl.look import Reading
from accessmap.crawl.membership import store_membership
from accessmap.crawl.organization import Organization
from accessmap.crawl.probe import HISTORY, Probe
from accessmap.crawl.quiet import left_out, quiet, used
from accessmap.crawl.regions import Entry
from accessmap.models import Account, Crawl, Scope
from accessmap.models.coverage import SWITCHED_OFF

Selection = dict[str, list[str]]
READABLE = frozenset({Account.State.ACTIVE, Account.State.UNKNOWN})
# Switching a region off deletes nothing, it only lets nobody in.
# https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
NOT_HERE = Failure(
    "region-off",
    "This region is not enabled in the account, so nobody can use what may be in it. "
    "No crawl has seen anything there.",
)
SHUT = Failure(
    "failed",
    "This region is switched off in the account. What was seen in it before stands "
    "there still, and cannot be read until the region is enabled again.",
    code=SWITCHED_OFF,
    operation="ListRegions",
)


def chosen_collectors(selection: Selection) -> list[Collector]:
    """Return the collectors of a selection; a service or a collector may be named."""
    wanted = set(selection.get("services", ()))
    return [
        each
        for each in all_collectors().values()
        if not wanted or wanted & {each.name, each.service}
    ]


def chosen_regions(selection: Selection) -> list[str]:
    """Return the regions that were asked for; none means all that are enabled."""
    return sorted(selection.get("regions") or settings.REGIONS)


def plan_accounts(crawl: Crawl, found: Organization) -> None:
    """Write the organization, and one scope for every account to enter."""
    if found.failure is None:
        store_membership(crawl, found)
        Crawl.objects.filter(pk=crawl.pk).update(organization_id=found.id)
    _cover_organization(crawl, found)
    if found.failure is not None and not found.members:
        _fail(crawl, _why_not(found, found.failure))
        return
    wanted = set(crawl.selection.get("accounts", ()))
    listed = {member.account_id for member in found.members}
    if strangers := sorted(wanted - listed):
        _fail(
            crawl,
            f"{', '.join(strangers)} is not in the organization. "
            "Name accounts by their 12-digit ids, as `manage.py crawl` lists them.",
        )
        return
    for member in found.members:
        if wanted and member.account_id not in wanted:
            continue
        if member.state in READABLE or member.state not in Account.State.values:
            Scope.objects.create(
                crawl=crawl, account_id=member.account_id, collector=ACCOUNT
            )
        else:
            reason = (
                f"AWS says that the account is {member.state}, so it cannot be read. "
                "What was known of it stands as it was."
            )
            cover_account(crawl, member.account_id, Failure("account-state", reason))


def open_account(crawl: Crawl, account_id: str, entry: Entry) -> None:
    """Write the scopes of one account that was entered, or why it was not."""
    if entry.failure is not None:
        reason = f"{entry.failure.reason} (The role is {role_arn(account_id)}.)"
        cover_account(crawl, account_id, _with_reason(entry.failure, reason))
        return
    asked = chosen_regions(crawl.selection)
    readers = collectors_in(crawl.selection, account_id)
    regional = [each for each in readers if each.is_regional]
    here = [
        region
        for region in asked or entry.regions or ()
        if entry.regions is None or region in entry.regions
    ]
    known = quiet(crawl, account_id, here, regional)
    scopes = [(region, QUIET) for region in known]
    for collector in readers:
        for region in _places(collector, asked, entry):
            if region in known and collector.name != HISTORY:
                continue
            if entry.regions is None or region in {"", *entry.regions}:
                scopes.append((region, collector.name))
        if collector.is_regional and not asked and entry.regions is None:
            _cover(crawl, Where(account_id), collector, _no_regions(entry))
    _cover_what_is_off(crawl, account_id, entry)
    scopes.append(("", GRANTS))
    mass.insert(
        [
            Scope(
                crawl=crawl,
                account_id=account_id,
                region=region,
                collector=name,
                since=known[region] if name == QUIET else None,
            )
            for region, name in scopes
        ]
    )


def _cover_what_is_off(crawl: Crawl, account_id: str, entry: Entry) -> None:
    """Write of regions that are not enabled that nothing was read in them.

    It is a loss where something stands: a region switched off keeps what is in it.
    """
    if entry.regions is None:
        return
    asked = set(chosen_regions(crawl.selection))
    standing = set(used(account_id))
    seen_in = {region for region, _collector in standing if region}
    for region in sorted((asked or seen_in) - entry.regions):
        for each in collectors_in(crawl.selection, account_id):
            failure = SHUT if (region, each.name) in standing else NOT_HERE
            if each.is_regional and (asked or failure is SHUT):
                _cover(crawl, Where(account_id, region), each, failure)


def open_region(crawl: Crawl, work: Work, found: Probe) -> None:
    """Write the scopes of a region that may be in use, or that it was left out."""
    rest = _rest_of_region(crawl, work.account_id)
    if found.is_quiet and work.since is not None:
        where = Where(work.account_id, work.region)
        for each in rest:
            _cover(crawl, where, each, left_out(work.since))
        return
    mass.insert(
        [
            Scope(
                crawl=crawl,
                account_id=work.account_id,
                region=work.region,
                collector=each.name,
            )
            for each in rest
        ]
    )


def _rest_of_region(crawl: Crawl, account_id: str) -> list[Collector]:
    """Return what waits for a quiet region's answer: all but what is always read."""
    return [
        each
        for each in collectors_in(crawl.selection, account_id)
        if each.is_regional and each.name != HISTORY
    ]


def collectors_in(
    selection: Selection, account_id: str, members: Iterable[Account] | None = None
) -> list[Collector]:
    """Return what to read in one account: in one alone what tells of all of them.

    ``members`` are those that the last crawl knew, unless they are given.
    """
    if members is None:
        members = Account.objects.present()
    known = sorted(members, key=lambda each: each.account_id)
    return [
        each
        for each in chosen_collectors(selection)
        if not each.is_organization_wide or account_id == _reader(each, known)
    ]


def _reader(collector: Collector, members: list[Account]) -> str:
    """Return where a service tells of the whole organization.

    Its delegated administrator, where there is one: there a role is easier to have
    than in the management account.
    """
    delegates = [
        each.account_id
        for each in members
        if collector.delegated_as in each.delegated_services
    ]
    managers = [each.account_id for each in members if each.is_management]
    return next(iter([*delegates, *managers]), "")


def _places(collector: Collector, asked: list[str], entry: Entry) -> Iterable[str]:
    """Return where a collector has to look; a global service has no region."""
    if not collector.is_regional:
        return [""]
    return asked or sorted(entry.regions or ())


def _no_regions(entry: Entry) -> Failure:
    """Say that the regions are unknown, and what to do."""
    failure = entry.regions_failure or Failure("failed", "")
    return _with_reason(
        failure,
        "The account's regions could not be listed, so none was read. Give the role "
        "account:ListRegions, or name the regions in ACCESSMAP_REGIONS. "
        f"{failure.reason}",
    )


def _with_reason(failure: Failure, reason: str) -> Failure:
    return Failure(
        failure.outcome, reason, failure.code, failure.operation, failure.denied_by
    )


def _cover(crawl: Crawl, where: Where, collector: Collector, failure: Failure) -> None:
    """Write that one place was not read."""
    write_coverage(
        crawl, Reading(where, collector.name, collector.service, failure=failure)
    )


def cover_account(crawl: Crawl, account_id: str, failure: Failure) -> None:
    """Write that nothing of an account was read."""
    asked = chosen_regions(crawl.selection) or [""]
    for collector in collectors_in(crawl.selection, account_id):
        for region in asked if collector.is_regional else [""]:
            _cover(crawl, Where(account_id, region), collector, failure)


def cover_scope(scope: Scope, failure: Failure) -> None:
    """Write that one scope was not read, and all that would have followed from it."""
    if scope.collector == ACCOUNT:
        cover_account(scope.crawl, scope.account_id, failure)
        return
    if scope.collector == QUIET:
        where = Where(scope.account_id, scope.region)
        for each in _rest_of_region(scope.crawl, scope.account_id):
            _cover(scope.crawl, where, each, failure)
        return
    collector = all_collectors().get(scope.collector)
    reading = Reading(
        Where(scope.account_id, scope.region),
        scope.collector,
        collector.service if collector else "accessmap",
        failure=failure,
    )
    write_coverage(scope.crawl, reading)


def _cover_organization(crawl: Crawl, found: Organization) -> None:
    """Write how reading the organization went, part by part."""
    where = Where(found.management_id or found.caller_id)
    for part in found.parts.values():
        reading = Reading(
            where, part.name, "organizations", part.watch, started_at=part.started_at
        )
        reading.failure = part.failure
        [coverage] = write_coverage(crawl, reading)
        coverage.item_count = part.item_count
        coverage.save(update_fields=["item_count"])


def _fail(crawl: Crawl, error: str) -> None:
    """Note why nothing can be read; ``finish_crawl`` sees it."""
    Crawl.objects.filter(pk=crawl.pk).update(error=error)


def _why_not(found: Organization, failure: Failure) -> str:
    """Return why the organization could not be read, and what to do."""
    if failure.outcome != "denied":
        return failure.reason
    account = found.caller_id or "the caller's account"
    return (
        f"AccessMap, in account {account}, may not read AWS Organizations. Run it in "
        "the management account or a delegated administrator, with the permissions "
        f"in docs/iam-role.md. {failure.reason}"
    )
