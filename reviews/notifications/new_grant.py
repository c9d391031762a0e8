"""What security is told when somebody from outside is newly let in, or to more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from accessmap.models import Crawl, Grant
from accessmap.policy.explain import plain
from accessmap.policy.width import Width, width
from accessmap.spoken import Speaker
from reviews.notifications.digest import Message
from reviews.notifications.watched import Seen, named, watched


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A grant that began; ``before`` is the text of which it took the place."""

    grant: Grant
    before: Grant | None
    is_new_for_sure: bool  # else its place could not be read before


def said(found: Sequence[NewGrant], language: str) -> Message:
    """Return the one message about all of them in a language."""
    speaker = Speaker(language)
    with override(language):
        subject = _("%(count)d external grants are new or wider") % {
            "count": len(found)
        }
    seen = [_seen(each, speaker, language) for each in found]
    return watched(seen, subject=subject, language=language)


def _seen(new: NewGrant, speaker: Speaker, language: str) -> Seen:
    """Return one of them, with its page's address."""
    account_id = new.grant.resource.account_id
    say = speaker.bare if new.before else speaker.sentence
    with override(language):
        words = {"account": named(speaker.names.accounts, account_id)}
        if new.before is not None and _is_otherwise(new.grant, new.before):
            subject = _("Changed external grant in %(account)s") % words
        elif new.before is not None:
            subject = _("Widened external grant in %(account)s") % words
        elif new.is_new_for_sure:
            subject = _("New external grant in %(account)s") % words
        else:
            subject = _("External grant seen for the first time in %(account)s") % words
        parts = [plain(say(new.grant))]
        if new.before is not None:
            before = plain(say(new.before))
            parts.append(_("Before: %(sentence)s") % {"sentence": before})
        if not new.is_new_for_sure:
            parts.append(_("Its place could not be read before: it may be older."))
        address = settings.PUBLIC_URL + new.grant.get_absolute_url()
        return Seen(subject, " ".join(parts), address, is_headed=True)


def _is_otherwise(grant: Grant, before: Grant) -> bool:
    """Say whether it lets in others rather than more."""
    return width(grant.value, before=before.value) is Width.OTHERWISE


def flood(
    count: int, crawl: Crawl, wanted: Mapping[str, str], language: str
) -> Message:
    """Return the one message about very many grants, with the address of their list.

    ``wanted`` are the words of a filter that leaves them.
    """
    moment = crawl.started_at.isoformat()
    query = urlencode({**wanted, "since": moment, "at": moment})
    with override(language):
        subject = _("%(count)d external grants are new at once") % {"count": count}
        page = reverse("accessmap:grants-index")
        advice = _("Somebody should look at them before their owners are asked.")
    address = f"{settings.PUBLIC_URL}{page}?{query}"
    seen = Seen(subject, advice, address, is_headed=True)
    return watched([seen], subject=subject, language=language)
