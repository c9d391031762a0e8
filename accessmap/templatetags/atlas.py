"""What the map's panel says of a grant beside its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accessmap.graph.marked import Block, MarkedPolicy, marked_policy
from accessmap.graph.request import Shown, request_of
from accessmap.models import Grant

register = template.Library()


@register.simple_tag
def last_used(grant: Grant) -> str:
    """Return when the granted role was last used; what AWS does not tell is unknown."""
    facts = grant.resource.facts
    if "last_used_at" not in facts:
        return _("Not known; AWS does not tell it for this kind of resource.")
    if not facts["last_used_at"]:
        return _("Never, as far as AWS remembers.")
    return date_format(localtime(datetime.fromisoformat(facts["last_used_at"])))


@register.simple_tag
def statement_of(grant: Grant) -> Sequence[Block]:
    """Return only the lines of the policy in which the grant stands."""
    return [block for block in _policy(grant).blocks if block.is_marked]


@register.simple_tag
def policy_request(grant: Grant) -> Shown | None:
    """Return a request that the grant's policy lets through, whoever the caller is."""
    return request_of(grant, _policy(grant))


def _policy(grant: Grant) -> MarkedPolicy:
    statements = grant.says.get("statements") or []
    deciding = (
        grant.principal_account,
        grant.principal,
        *grant.says.get("actions", ()),
    )
    return marked_policy(grant.snapshot.document.text, statements, deciding[:4])
