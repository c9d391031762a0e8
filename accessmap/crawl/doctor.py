"""Try every collector on one resource: what is forbidden, and what does it cost?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from accessmap.aws import offered
from accessmap.aws.assume import enter
from accessmap.aws.collector import Collector, Where
from accessmap.aws.errors import Failure, classify
from accessmap.aws.read_only import CallRefused
from accessmap.aws.session import acting_in, base_region, client, own_caller
from accessmap.aws.watch import Watch, watching
from accessmap.crawl.organization import Organization
from accessmap.crawl.plan import chosen_regions, collectors_in
from accessmap.crawl.regions import enter_account
from accessmap.models import Account


@dataclass(frozen=True)
class Finding:
    """How one collector fared in one account; ``failure`` is None where it is well."""

    collector: str
    resource_types: tuple[str, ...]
    region: str = ""
    failure: Failure | None = None
    action: str = ""  # the last that was asked for, as IAM calls it
    # There was nothing to try them on.
    untried: frozenset[str] = frozenset()
    region_count: int = 0  # that one was tried of so many


def members_of(found: Organization) -> list[Account]:
    """Return the accounts of an organization that no crawl need have read."""
    return [
        Account(
            account_id=each.account_id,
            is_management=each.account_id == found.management_id,
            delegated_services=found.delegated.get(each.account_id, []),
        )
        for each in found.members
    ]


def examine(account_id: str, members: Iterable[Account]) -> Iterator[Finding]:
    """Yield how every collector fares in one account and one region of it."""
    collectors = collectors_in({}, account_id, members)
    entry = enter_account(account_id)
    if entry.failure is not None:
        everything = {kind for each in collectors for kind in each.resource_types}
        kinds = tuple(sorted(everything))
        yield Finding("account", kinds, failure=entry.failure, action="sts:AssumeRole")
        return
    if entry.regions_failure is not None and not chosen_regions({}):
        kinds = tuple(each.resource_type for each in collectors if each.is_regional)
        failure, action = entry.regions_failure, "account:ListRegions"
        yield Finding("regions", kinds, failure=failure, action=action)
    regions = chosen_regions({}) or sorted(entry.regions or ())
    region = next(iter(regions), base_region())
    for collector in collectors:
        for each in _try(collector, account_id, region * collector.is_regional):
            yield replace(each, region_count=len(regions))


def _try(collector: Collector, account_id: str, region: str) -> list[Finding]:
    """Return what failed, or one finding that all is well."""
    well = Finding(collector.name, collector.resource_types, region)
    ill: list[Finding] = []

    def note(error: Exception, *kinds: str) -> None:
        found = replace(well, failure=classify(error), action=watch.last_action)
        ill.append(replace(found, resource_types=kinds or well.resource_types))

    with watching(Watch(may_omit=collector.may_omit, account_id=account_id)) as watch:
        try:
            with acting_in(enter(account_id, collector.name)):
                _read_one_of_each(collector, account_id, region, note)
        except CallRefused:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is: it cannot be read)
            if not offered.is_missing(collector.service, region, error):
                note(error)
        for refused, action in watch.missed.values():
            watch.last_action = action
            note(refused, collector.resource_type)
    untried = frozenset(collector.permissions) - watch.actions
    return ill or [replace(well, untried=untried)]


def _read_one_of_each(
    collector: Collector, account_id: str, region: str, note: Callable[..., None]
) -> None:
    """List to the end, and read the first of each type; tell ``note`` what failed.

    To the end, because one list may follow another: the buckets come after the
    account's own settings.
    """
    tried: set[str] = set()
    where = Where(account_id, region, own_caller().partition)
    aws = client(collector.service, region)
    for handle in collector.find(aws, where):
        kind = collector.type_of(handle)
        if kind in tried:
            continue
        tried.add(kind)
        try:
            collector.read(aws, handle, where)
        except CallRefused:
            raise
        except Exception as error:  # noqa: BLE001  (the other types may be well)
            note(error, kind)
