"""Names for what AWS gives only ids: for every sentence that people read."""

from __future__ import annotations

from accessmap.derive.zone import canonical_ids
from accessmap.models import Account, Counterparty, OrganizationalUnit, Resource
from accessmap.policy.names import Names

# AWS makes these ids itself, so that an ARN tells nobody anything.
NAMELESS = (
    "AWS::EC2::Image",
    "AWS::EC2::Snapshot",
    "AWS::KMS::Key",
    "AWS::RAM::ResourceShare",
    "AWS::SSO::AccountAssignment",
    "AWS::ServiceCatalog::Portfolio",
)
# Of the directory of Identity Center, which assigns by id.
PEOPLE = ("AWS::IdentityStore::User", "AWS::IdentityStore::Group")


def names() -> Names:
    """Return the names that we know, the operator's own words for outsiders."""
    theirs = dict(Counterparty.objects.values_list("account_id", "name"))
    ours: dict[str, str] = {}
    former = set()
    for account in Account.objects.all():
        if account.name:
            ours[account.account_id] = account.name
        if account.left_at:
            former.add(account.account_id)
    units = dict(OrganizationalUnit.objects.values_list("unit_id", "name"))
    return Names(
        accounts={**theirs, **ours},
        former_accounts=frozenset(former),
        units=units,
        canonical_ids=canonical_ids(),
        resources=dict(
            Resource.objects.filter(resource_type__in=NAMELESS)
            .exclude(name="")
            .values_list("arn", "name")
        ),
        people=dict(
            Resource.objects.filter(resource_type__in=PEOPLE).values_list(
                "unique_id", "name"
            )
        ),
    )
