"""Enter an account and learn which regions it uses; AWS only, no database."""

from __future__ import annotations

from dataclasses import dataclass

from accessmap.aws.assume import enter
from accessmap.aws.collector import pages
from accessmap.aws.errors import Failure, classify
from accessmap.aws.session import acting_in, client

# https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
ENABLED = ("ENABLED", "ENABLED_BY_DEFAULT")
OPTED_IN = frozenset({"opt-in-not-required", "opted-in"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An account seen from inside; ``regions`` is None where they cannot be told."""

    regions: frozenset[str] | None = None
    regions_failure: Failure | None = None
    failure: Failure | None = None
    call_count: int = 0


def enter_account(account_id: str) -> Entry:
    """Assume our role, prove the account, list its enabled regions."""
    try:
        credentials = enter(account_id)
    except Exception as error:  # noqa: BLE001  (any error: not entered)
        return Entry(failure=classify(error))
    with acting_in(credentials):
        try:
            return Entry(regions=_listed())
        except Exception as error:  # noqa: BLE001  (any error: not known)
            return _described(classify(error))


def _listed() -> frozenset[str]:
    """Ask the Account service, which knows also what is being switched on or off."""
    found = pages(
        client("account"),
        "list_regions",
        "Regions",
        RegionOptStatusContains=list(ENABLED),
    )
    return frozenset(
        each["RegionName"] for each in found if each["RegionOptStatus"] in ENABLED
    )


def _described(failure: Failure) -> Entry:
    """Ask EC2 instead, where the role lacks the newer permission."""
    try:
        found = client("ec2").describe_regions()["Regions"]
    except Exception:  # noqa: BLE001  (the first error is the one to mend)
        return Entry(regions_failure=failure)
    # Without OptInStatus (emulators) a region that is listed is enabled.
    return Entry(
        regions=frozenset(
            each["RegionName"]
            for each in found
            if each.get("OptInStatus", "opted-in") in OPTED_IN
        )
    )
