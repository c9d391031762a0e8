"""What ``--filter`` left out of an account's printed details: it stands as it was.

With ``--filter Role LocalManagedPolicy`` the lists of users and groups are printed
empty, just as of an account that has none. Nothing in the answer tells the two apart,
so an empty list is no word about what is in it.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from accessmap.aws.collector import Sighting
from accessmap.batches import batched
from accessmap.collectors.iam import LISTS
from accessmap.crawl.look import Missed, Reading
from accessmap.crawl.printed_file import ONLY_SOME
from accessmap.models import Resource, Snapshot
from accessmap.policy.kinds import PolicyKind

POLICY = LISTS["Policies"]
# The last part of an ARN, for a gap that stands for a whole list.
NOUNS = {
    LISTS["RoleDetailList"]: "role",
    LISTS["UserDetailList"]: "user",
    LISTS["GroupDetailList"]: "group",
    POLICY: "policy",
}


def note_left_out(readings: Iterable[Reading]) -> None:
    """Make a gap of every list that is empty, and of all that is known to be in it."""
    of_iam = [each for each in readings if each.collector == "iam"]
    for some in batched(of_iam):
        whole = {each.where.account_id: each for each in some if each.failure is None}
        for reading in whole.values():
            _miss_lists(reading)
        _miss_known(whole)
        _keep_texts({each.where.account_id: each for each in some})


def _unread(reading: Reading) -> set[str]:
    """Return the types of which the files show nothing."""
    return set(NOUNS) - {each.resource_type for each in reading.sightings.values()}


def _miss_lists(reading: Reading) -> None:
    head = f"arn:{reading.where.partition}:iam::{reading.where.account_id}"
    for kind in sorted(_unread(reading)):
        reading.gaps[f"{head}:{NOUNS[kind]}/*"] = Missed(kind, ONLY_SOME)


def _miss_known(whole: dict[str, Reading]) -> None:
    rows = Resource.objects.filter(
        account_id__in=whole, collector="iam", ended_at=None
    ).values_list("account_id", "resource_type", "arn")
    unread = {account_id: _unread(each) for account_id, each in whole.items()}
    for account_id, kind, arn in rows:
        if kind in unread[account_id]:
            whole[account_id].gaps[arn] = Missed(kind, ONLY_SOME)


def _keep_texts(readings: dict[str, Reading]) -> None:
    """Let who carries a policy keep the text that was known, where none was printed.

    Else an account's administrators would seem to be none.
    """
    missed = {
        arn
        for reading in readings.values()
        for arn, each in reading.gaps.items()
        if each.resource_type == POLICY
    }
    for some in batched(sorted(missed)):
        rows = Snapshot.objects.current().filter(
            resource__account_id__in=readings, kind=PolicyKind.MANAGED, name__in=some
        )
        for row in rows.select_related("resource", "document"):
            sightings = readings[row.resource.account_id].sightings
            seen = sightings.get(row.resource.arn)
            key = (PolicyKind.MANAGED, row.name)
            if seen and key not in seen.documents and row.name in _carried(seen):
                text = bytes(row.document.body).decode("utf-8", "surrogatepass")
                documents = {**seen.documents, key: text}
                sightings[seen.arn] = replace(seen, documents=documents)


def _carried(seen: Sighting) -> list[str]:
    return list(seen.facts["attached"])
