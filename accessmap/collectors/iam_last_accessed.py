"""Which services a role tried: IAM's own report, of roles that let another account in.

A report is a job to start for each role and to ask after, so only those roles are worth
it. To start one changes nothing: AWS itself calls it a read.

AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from accessmap.aws.collector import (
    Collector,
    NotTold,
    Sighting,
    Where,
    plain,
    register,
    unless,
)
from accessmap.aws.crossing import crossing_roles
from accessmap.aws.listed import Listed

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

TRIES, PAUSE = 10, 1.0  # a report takes seconds; all of them are started first


@register
class ServiceLastAccessed(Collector):
    """What IAM last saw each role try, service by service."""

    resource_type = "AWS::IAM::ServiceLastAccessed"
    service = "iam"
    is_regional = False
    permissions = (
        "iam:GenerateServiceLastAccessedDetails",
        "iam:GetServiceLastAccessedDetails",
        "iam:ListRoles",
    )

    def find(self, client: IAMClient, where: Where) -> Iterator[Listed]:
        """Start a report for each role that lets others in; then yield them."""
        started = []
        for role in crossing_roles(client, where):
            arn = role["Arn"]
            # A role that is gone meanwhile has nothing to report.
            report = unless(
                "NoSuchEntity",
                client.generate_service_last_accessed_details,
                Arn=arn,
                Granularity="SERVICE_LEVEL",
            )
            if report:
                name, job = role["RoleName"], report["JobId"]
                place = f"{arn}/service-last-accessed"
                started.append(Listed(place, name, key=job, facts={"role": arn}))
        yield from started

    def read(self, client: IAMClient, handle: Listed, where: Where) -> Sighting:
        """Read one report to its end. Nothing in it is a document: all is a fact."""
        page = _ready(client, handle.key)
        day = page["JobCompletionDate"].date().isoformat()
        services = list(page["ServicesLastAccessed"])
        read: set[str] = set()
        while page.get("IsTruncated"):
            marker = page.get("Marker", "")
            if not marker or marker in read:
                raise NotTold(
                    "AWS's report of the services that the role tried says that there "
                    "is more, and not where. So it was not believed."
                )
            read.add(marker)
            page = _page(client, handle.key, Marker=marker)
            services += page["ServicesLastAccessed"]
        tried = {
            each["ServiceNamespace"]: plain(each["LastAuthenticated"])
            for each in services
            if each.get("LastAuthenticated")
        }
        known = {"asked_on": day, "tried": tried, "service_count": len(services)}
        return Sighting(handle.arn, handle.name, facts={**handle.facts, **known})


def _page(client: IAMClient, job: str, **more: Any) -> Mapping[str, Any]:
    return client.get_service_last_accessed_details(JobId=job, MaxItems=1000, **more)


def _ready(client: IAMClient, job: str) -> Mapping[str, Any]:
    """Return the first page of a report, once it is made."""
    for _ in range(TRIES):
        page = _page(client, job)
        match page["JobStatus"]:
            case "COMPLETED":
                return page
            case "IN_PROGRESS":
                time.sleep(PAUSE)
            case status:
                error = page.get("Error") or {}
                told = f"{error.get('Code', status)}: {error.get('Message', 'no word')}"
                raise NotTold(
                    "AWS could not report which services the role tried "
                    f"({told}). The next crawl asks anew."
                )
    raise NotTold(
        "AWS's report of the services that the role tried was not ready in time. The "
        "next crawl asks anew."
    )
