"""Shares of AWS RAM: whether an offer was taken, and what an account has from outside.

AWS: https://docs.aws.amazon.com/ram/latest/userguide/getting-started-terms-and-concepts.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accessmap.graph.gates import Answer, Gate
from accessmap.models import Account, Resource
from accessmap.policy.grant import Grant as Value
from accessmap.policy.kinds import PrincipalKind

SHARE, RECEIVED = "AWS::RAM::ResourceShare", "AWS::RAM::ReceivedResourceShare"


def offer(value: Value) -> Iterator[Gate]:
    """Tell whether what a share offers was taken; open it is in either case."""
    share = Resource.objects.filter(arn=value.resource).first()
    if share is None or "awaiting" not in share.facts:
        return  # not known: an earlier release did not keep it
    who = value.principal
    offered = who.account_id if who.kind == PrincipalKind.ACCOUNT else who.id
    name = _("Offer of AWS RAM")
    if offered in share.facts["awaiting"]:
        said = _(
            "It was offered and not taken yet. It may be accepted at any time, so it "
            "counts as open."
        )
    elif _has_received(value):
        said = _("The other account has received it.")
    else:
        said = _("AWS RAM has put it into force.")
    yield Gate(name, Answer.PASSES, said)


def _has_received(value: Value) -> bool:
    arn = f"{value.resource}/received-by/{value.principal.account_id}"
    return Resource.objects.filter(arn=arn, ended_at=None).exists()


@dataclass(frozen=True, slots=True)
class Received:
    """A share that an account has from somebody outside."""

    name: str
    region: str
    owner: str  # an account's id


def received(account_id: str) -> list[Received]:
    """Return what outsiders share with an account; what is ours shows as a grant."""
    rows = Resource.objects.filter(
        account_id=account_id, resource_type=RECEIVED, ended_at=None
    ).order_by("name", "region")
    found = [
        Received(row.name, row.region, str(row.facts.get("owner", ""))) for row in rows
    ]
    owners = {each.owner for each in found}
    members = Account.objects.present().filter(account_id__in=owners) if found else ()
    ours = {each.account_id for each in members}
    return [each for each in found if each.owner not in ours]
