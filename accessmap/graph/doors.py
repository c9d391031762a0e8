"""Who comes by an AWS service that a role trusts: devices, and holders of certificates.

The trust policy names the service alone. Which devices may use it stands in IoT's role
aliases and policies, and which certificates in Roles Anywhere's profiles and anchors.

AWS: https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
AWS: https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap.graph.delegates import AGGREGATOR
from accessmap.graph.gates import Answer, Gate
from accessmap.graph.shares import SHARE, offer
from accessmap.models import Account, Resource, Snapshot
from accessmap.models.newest import Newest
from accessmap.policy.grant import Grant as Value
from accessmap.policy.kinds import PolicyKind, PrincipalKind
from accessmap.reach.powers import Powers, clauses

BY_CERTIFICATE = "iot:AssumeRoleWithCertificate"
ALIAS, POLICY = "AWS::IoT::RoleAlias", "AWS::IoT::Policy"
AUTHORIZATION = "AWS::Config::AggregationAuthorization"
PROFILE, ANCHOR = "AWS::RolesAnywhere::Profile", "AWS::RolesAnywhere::TrustAnchor"


def doors(value: Value) -> list[Gate]:
    """Return by what others come through the service that a grant names, if by any.

    An authorization of AWS Config names an account, and what gathers is its aggregator;
    what AWS RAM offers waits to be taken.
    """
    if value.resource_type == AUTHORIZATION:
        return list(_aggregators(value))
    if value.resource_type == SHARE:
        return list(offer(value))
    is_role = value.policy_kind == PolicyKind.TRUST
    if not is_role or value.principal.kind != PrincipalKind.SERVICE:
        return []
    look = _SERVICES.get(value.principal.id.removesuffix(".amazonaws.com"))
    return list(look(value)) if look else []


def _devices(value: Value) -> Iterator[Gate]:
    name = _("Role aliases of AWS IoT")
    account_id = value.resource_account
    aliases = [
        each
        for each in _standing(account_id, ALIAS)
        if each.facts.get("role") == value.resource
    ]
    policies = _policies(account_id) if aliases else []
    found = [_alias(each, policies) for each in aliases]
    nobody = _(
        "None opens this role today, so no device becomes it; whoever may make one "
        "can change that."
    )
    yield from _told(found, Gate(name, Answer.UNSEEN, nobody), "iot", account_id)


def _alias(alias: Resource, policies: list[tuple[Resource, Powers]]) -> Gate:
    name = _("Role alias %(name)s in %(region)s") % {
        "name": alias.name,
        "region": alias.region,
    }
    by = [
        each
        for each, powers in policies
        if each.region == alias.region and _opens(powers, alias.arn)
    ]
    if not by:
        nobody = _("No IoT policy that was read lets a device use it.")
        return Gate(name, Answer.UNSEEN, nobody)
    devices = _("A device with one of these IoT policies becomes the role: %(who)s.")
    return Gate(name, Answer.PASSES, devices % {"who": "; ".join(map(_holders, by))})


def _opens(powers: Powers, alias: str) -> bool:
    """Say whether a policy may let a device use an alias; in doubt it does."""
    return not powers.is_read or powers.lets(BY_CERTIFICATE, alias) is not None


def _holders(policy: Resource) -> str:
    """Return a policy with what it hangs on, counted."""
    targets = policy.facts.get("targets") or {}
    told = [_counted(kind, count) for kind, count in sorted(targets.items())]
    if policy.facts.get("has_more_targets"):
        told.append(_("and more"))
    return f"{policy.name} ({', '.join(told) or _('on nothing today')})"


def _counted(kind: str, count: int) -> str:
    """Return how many of a kind a policy hangs on; the collector named the kind."""
    match kind:
        case "certificate":
            said = ngettext("%(n)s certificate", "%(n)s certificates", count)
        case "group":
            said = ngettext("%(n)s group of things", "%(n)s groups of things", count)
        case "identity":
            said = ngettext("%(n)s Cognito identity", "%(n)s Cognito identities", count)
        case _:
            said = ngettext("%(n)s other target", "%(n)s other targets", count)
    return said % {"n": count}


def _policies(account_id: str) -> list[tuple[Resource, Powers]]:
    """Return the account's IoT policies, each with what it lets a device do."""
    rows = (
        Snapshot.objects.current()
        .filter(resource__account_id=account_id, resource__resource_type=POLICY)
        .select_related("resource", "document")
        .order_by("resource__name")
    )
    found = []
    for row in rows:
        own, is_read = clauses([row.document.text])
        found.append((row.resource, Powers(own, is_read=is_read)))
    return found


def _certificates(value: Value) -> Iterator[Gate]:
    name = _("Profiles of Roles Anywhere")
    account_id = value.resource_account
    profiles = [
        each
        for each in _standing(account_id, PROFILE)
        if value.resource in each.facts.get("roles", ())
    ]
    anchors = _standing(account_id, ANCHOR) if profiles else []
    found = [_profile(each, anchors) for each in profiles]
    nobody = _(
        "None lists this role today, so no certificate opens it; whoever may make "
        "one can change that."
    )
    none = Gate(name, Answer.UNSEEN, nobody)
    yield from _told(found, none, "rolesanywhere", account_id)


def _profile(profile: Resource, anchors: list[Resource]) -> Gate:
    name = _("Profile %(name)s in %(region)s") % {
        "name": profile.name,
        "region": profile.region,
    }
    open_ones = [
        each.name
        for each in anchors
        if each.region == profile.region and each.facts.get("is_enabled")
    ]
    if not profile.facts.get("is_enabled"):
        return Gate(name, Answer.UNSEEN, _("It is switched off today."))
    if not open_ones:
        nobody = _("No trust anchor that was read is switched on in its region.")
        return Gate(name, Answer.UNSEEN, nobody)
    holders = _("Whoever holds a certificate of %(anchors)s may become the role by it.")
    return Gate(name, Answer.PASSES, holders % {"anchors": ", ".join(open_ones)})


def _aggregators(value: Value) -> Iterator[Gate]:
    """Tell what gathers in the account that may, if it is ours to read.

    An aggregator of the whole organization asks for no authorization, and gathers here
    all the same.
    """
    account_id = value.principal.account_id
    if not Account.objects.present().filter(account_id=account_id).exists():
        return
    name = _("Aggregators of AWS Config")
    found = [
        each.name
        for each in _standing(account_id, AGGREGATOR)
        if each.facts.get("is_of_organization")
        or value.resource_account in each.facts.get("accounts", ())
    ]
    if found:
        gathers = _("These gather from this account today: %(names)s.")
        yield Gate(name, Answer.PASSES, gathers % {"names": ", ".join(found)})
    elif not Newest().read_whole("config", account_id):
        yield Gate(name, Answer.UNSEEN, _not_read())
    else:
        nobody = _("None gathers from this account today; the authorization lets one.")
        yield Gate(name, Answer.UNSEEN, nobody)


def _told(
    found: list[Gate], none: Gate, collector: str, account_id: str
) -> Iterator[Gate]:
    """Yield what was found; else, or where not all was read, that."""
    yield from found
    if not Newest().read_whole(collector, account_id):
        yield Gate(none.name, Answer.UNSEEN, _not_read())
    elif not found:
        yield none


def _standing(account_id: str, kind: str) -> list[Resource]:
    found = Resource.objects.filter(
        account_id=account_id, resource_type=kind, ended_at=None
    )
    return list(found.order_by("region", "name"))


def _not_read() -> str:
    return _("Not all of them were read, so who else comes by it is not known.")


_SERVICES: Mapping[str, Callable[[Value], Iterator[Gate]]] = MappingProxyType(
    {"credentials.iot": _devices, "rolesanywhere": _certificates}
)
