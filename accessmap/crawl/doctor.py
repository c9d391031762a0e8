"""Try every collector on one resource: what is forbidden, and what does it cost?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from accessmap.aws.assume import enter
from accessmap.aws.collector import Collector, Where, all_collectors
from accessmap.aws.errors import Failure, classify
from accessmap.aws.read_only import CallRefused
from accessmap.aws.session import acting_in, base_region, client, own_caller
from accessmap.aws.watch import Watch, watching
from accessmap.crawl.plan import chosen_regions
from accessmap.crawl.regions import enter_account


@dataclass
class Finding:
    """How one collector fared in one account; ``failure`` is None where it is well."""

    collector: str
    resource_types: tuple[str, ...]
    region: str = ""
    failure: Failure | None = None
    action: str = ""  # the last that was asked for, as IAM calls it
    untried: set[str] = field(default_factory=set)  # there was nothing to try them on


def examine(account_id: str) -> Iterator[Finding]:
    """Yield how every collector fares in one account and one region of it."""
    entry = enter_account(account_id)
    if entry.failure is not None:
        everything = {
            kind for each in all_collectors().values() for kind in each.resource_types
        }
        kinds = tuple(sorted(everything))
        yield Finding("account", kinds, failure=entry.failure, action="sts:AssumeRole")
        return
    if entry.regions_failure is not None and not chosen_regions({}):
        kinds = tuple(
            each.resource_type for each in all_collectors().values() if each.is_regional
        )
        failure, action = entry.regions_failure, "account:ListRegions"
        yield Finding("regions", kinds, failure=failure, action=action)
    region = next(iter(chosen_regions({}) or sorted(entry.regions or ())), "")
    for collector in all_collectors().values():
        yield _try(
            collector, account_id, (region or base_region()) * collector.is_regional
        )


def _try(collector: Collector, account_id: str, region: str) -> Finding:
    """List once, and read the first thing that there is."""
    found = Finding(collector.name, collector.resource_types, region)
    with watching(Watch(may_omit=collector.may_omit)) as watch:
        try:
            _read_one(collector, account_id, region)
        except CallRefused:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is: it cannot be read)
            found.failure = classify(error)
    found.action = watch.last_action
    found.untried = set(collector.permissions) - watch.actions
    return found


def _read_one(collector: Collector, account_id: str, region: str) -> None:
    with acting_in(enter(account_id, collector.name)):
        where = Where(account_id, region, own_caller().partition)
        aws = client(collector.service, region)
        for handle in islice(collector.find(aws, where), 1):
            collector.read(aws, handle, where)
