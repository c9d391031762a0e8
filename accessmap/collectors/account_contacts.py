"""The contacts that an account names beside its root address: they may own its grants.

Of each only the name and the address of mail are kept.

AWS: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accessmap.aws.collector import Collector, Sighting, Where, register, unless
from accessmap.aws.listed import Listed

# Whom to ask about access, the likelier first. Billing's contact is nobody's owner.
KINDS = ("OPERATIONS", "SECURITY")


@register
class Contacts(Collector):
    """The alternate contacts of an account, asked from inside it."""

    resource_type = "AWS::Account::AlternateContact"
    service = "account"
    permissions = ("account:GetAlternateContact",)
    is_regional = False

    def find(self, client: Any, where: Where) -> Iterator[Listed]:
        """Yield those that are named."""
        for kind in KINDS:
            answer = unless(
                "ResourceNotFoundException",
                client.get_alternate_contact,
                AlternateContactType=kind,
            )
            if found := answer.get("AlternateContact"):
                yield Listed(
                    where.arn("account", f"alternateContact/{kind}"),
                    found["Name"],
                    facts={"kind": kind, "email": found["EmailAddress"]},
                )

    def read(self, client: Any, handle: Listed, where: Where) -> Sighting:
        """Keep what was told; no further call is needed."""
        return handle.seen()
