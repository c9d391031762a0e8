"""What security is told when somebody from elsewhere uses a role for the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from accessmap.models import Grant, RoleUse
from accessmap.spoken import Speaker
from reviews.notifications.digest import Message
from reviews.notifications.watched import Seen, named, watched


@dataclass(frozen=True, slots=True)
class FirstUse:
    """Uses of one role from one account, none of which was ever seen before."""

    uses: tuple[RoleUse, ...]
    is_account_known: bool  # others of that account came before


def said(firsts: Sequence[FirstUse], language: str) -> Message:
    """Return the one message about all of them in a language."""
    names = Speaker(language).names.accounts
    with override(language):
        subject = _("%(count)d roles were used for the first time") % {
            "count": len(firsts)
        }
    seen = [_seen(each, names, language) for each in firsts]
    return watched(seen, subject=subject, language=language)


def _seen(first: FirstUse, names: Mapping[str, str], language: str) -> Seen:
    """Return one of them; its link leads to the grants of the role."""
    use = first.uses[0]
    with override(language):
        words = {
            "who": ", ".join(dict.fromkeys(each.caller for each in first.uses)),
            "from": named(names, use.caller_account),
            "role": use.role_arn.rpartition("/")[2],
            "account": named(names, use.account_id),
            "day": date_format(localtime(min(each.first_at for each in first.uses))),
        }
        if not use.caller_account:
            sentence = _(
                "Someone came by %(who)s and became %(role)s in %(account)s on "
                "%(day)s: the first time by that provider."
            )
        elif first.is_account_known:
            sentence = _(
                "%(who)s of %(from)s became %(role)s in %(account)s on %(day)s. "
                "Others of that account had, this caller never."
            )
        else:
            sentence = _(
                "%(from)s used %(role)s in %(account)s for the first time, on %(day)s. "
                "It was %(who)s."
            )
        subject = _("First use of %(role)s in %(account)s") % words
        return Seen(subject, sentence % words, _address(use))


def _address(use: RoleUse) -> str:
    """Return the page of the grant it came by; of all the role's, if unclear."""
    grants = Grant.objects.current().filter(resource__arn=use.role_arn)
    mine = list(grants.filter(principal_account=use.caller_account)[:2])
    if len(mine) == 1:
        return settings.PUBLIC_URL + mine[0].get_absolute_url()
    page = reverse("accessmap:grants-index")
    return f"{settings.PUBLIC_URL}{page}?resource={use.role_arn}"
