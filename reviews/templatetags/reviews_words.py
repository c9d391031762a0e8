"""What pages say about judgments; facts' pages load it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accessmap.graph.last_seen import LastSeen
from accessmap.language import reader_language
from accessmap.models import Account, Entry, Grant
from reviews import labels
from reviews.calendar.rhythm import AFTER_CRAWLS, called
from reviews.judged import Judged, judged, waiting_on
from reviews.last_review import LastReview, last_review_of
from reviews.models import (
    Campaign,
    Decision,
    Event,
    Notice,
    Planted,
    ReviewItem,
    Schedule,
    Verification,
)
from reviews.naming import Owner, owners_of_accounts, owners_of_grants
from reviews.purposes import purpose_of
from reviews.sight import aside, crawl_name, words
from reviews.signed import SignedReview, signed_reviews
from reviews.wording import Spans, Wording

register = template.Library()
SYSTEM = "system:"  # before the name of a job
MESSAGES = 100  # shown; the evidence has them all


@dataclass(frozen=True, slots=True)
class FrozenSpan:
    """A piece of a frozen sentence, as includes/spans.html draws one."""

    text: str
    is_strong: bool


@register.filter
def wording(item: ReviewItem) -> Wording:
    """Return the frozen words of an item in the reader's language."""
    found: Wording = item.wording[reader_language()]
    return found


@register.filter
def spans(frozen: Spans) -> Sequence[FrozenSpan]:
    """Return frozen spans as the include draws them."""
    return [FrozenSpan(text, is_strong) for text, is_strong in frozen]


@register.filter
def in_words(word: str, kind: str) -> str | Promise:
    """Return a word of the lifecycle as people read it."""
    known: labels.Words = getattr(labels, kind.upper())
    return known.get(word, word)


@register.filter
def removal_icon(removal: str) -> str:
    """Return the sign of what a crawl saw."""
    return labels.REMOVAL_ICON.get(removal, "clock")


@register.filter
def seen(look: Verification) -> str:
    """Return what a look saw, in the reader's language."""
    return words(look.saw, crawl_name(look.crawl))


@register.filter
def seen_aside(look: Verification) -> str:
    """Return what stands beside it in English; of earlier releases, all of it."""
    return aside(look.saw) if look.saw else look.reason


@register.filter
def by_whom(act: Event | Entry) -> str:
    """Return who did it: a person, or which of our own jobs."""
    if act.person or not act.actor.startswith(SYSTEM):
        return str(act.person or act.actor)
    return _("AccessMap itself (%(job)s)") % {"job": act.actor.removeprefix(SYSTEM)}


@register.filter
def moment(text: str) -> datetime | None:
    """Return a frozen time as a time again, so that pages can write it their way."""
    return parse_datetime(text or "")


@register.filter
def unwritten(author: Mapping[str, str]) -> str:
    """Say why it could not be checked who last wrote a policy."""
    since = parse_datetime(author["since"])
    day = date_format(localtime(since), "DATE_FORMAT") if since else ""
    return str(labels.UNWRITTEN[author["unknown"]]) % {"day": day}


@register.filter
def flag_title(flag: dict[str, dict[str, str]]) -> str:
    """Return a frozen flag's title in the reader's language."""
    return flag["title"][reader_language()]


@register.simple_tag
def grant_owner(grant: Grant) -> Owner | None:
    """Return who answers for the resource of ``grant``, or None if no rule says."""
    return owners_of_grants([grant])[grant.pk]


@register.simple_tag
def judged_grants(grants: Sequence[Grant]) -> Mapping[int, Judged]:
    """Return what is known around each of ``grants``, asked for all of them at once."""
    return judged(grants)


@register.filter
def of_grant(found: Mapping[int, object], grant: Grant) -> object:
    """Return what was found of one grant."""
    return found[grant.pk]


@register.simple_tag
def account_owner(account: Account) -> Owner | None:
    """Return who answers for an account, or None if no rule says."""
    return owners_of_accounts([account])[account.account_id]


@register.filter
def seen_of(item: ReviewItem | Planted, seen: Mapping[int, LastSeen]) -> object:
    """Return since when nothing is known of an item's grant; None where it is read."""
    return seen.get(item.grant_id) if isinstance(item, ReviewItem) else None


@register.simple_tag
def account_owners(accounts: Sequence[Account]) -> Mapping[str, Owner | None]:
    """Return who answers for each of ``accounts``, asked for all of them at once."""
    return owners_of_accounts(accounts)


@register.filter
def of_account(found: Mapping[str, object], account: Account) -> object:
    """Return what was found of one account."""
    return found[account.account_id]


@register.simple_tag
def grant_purpose(grant: Grant) -> Decision | None:
    """Return the decision that says what this very grant is for, or None."""
    return purpose_of(grant.fingerprint)


@register.filter
def verdict_icon(verdict: str) -> str:
    """Return the sign of a verdict."""
    return labels.VERDICT_ICON.get(verdict, "minus")


@register.filter
def item_icon(state: str) -> str:
    """Return the sign of what became of an item."""
    return labels.ITEM_ICON.get(state, "minus")


@register.simple_tag
def grant_decisions(grant: Grant) -> QuerySet[Decision]:
    """Return what was decided about this very grant, newest first."""
    return (
        Decision.objects.filter(fingerprint=grant.fingerprint)
        .select_related("reviewer", "item__campaign", "superseded_by")
        .order_by("-pk")
    )


@register.simple_tag
def grant_waiting(grant: Grant) -> Sequence[ReviewItem]:
    """Return what open campaigns still ask about this very grant, the nearest first."""
    return waiting_on([grant])[grant.pk]


@register.simple_tag
def settled_of(campaign: Campaign) -> int:
    """Return how many items of an annotated campaign nobody needs to decide."""
    open_count: int = getattr(campaign, "open_count", 0)
    return campaign.population_count - open_count


@register.filter
def rhythm(schedule: Schedule) -> str | Promise:
    """Return what people call how often a schedule comes round."""
    return AFTER_CRAWLS if schedule.is_at_once else called(schedule.rule)


@register.simple_tag
def notices_of(campaign: Campaign) -> Sequence[Notice]:
    """Return the newest messages about ``campaign``, with what became of each."""
    return list(campaign.notices.select_related("recipient")[:MESSAGES])


@register.simple_tag
def last_review(account_id: str) -> LastReview | None:
    """Return the newest review that asked about an account, or None."""
    return last_review_of(account_id)


@register.simple_tag
def signed_crawls() -> Mapping[int, SignedReview]:
    """Return signed reviews by the crawl whose readings they judge, the newest last."""
    return {each.crawl: each for each in reversed(signed_reviews())}


@register.filter
def newest(signed: Mapping[int, SignedReview]) -> SignedReview | None:
    """Return the review that judges the newest crawl of those that were signed."""
    return next(reversed(list(signed.values())), None)


@register.filter
def of_crawl(signed: Mapping[int, SignedReview], crawl: int) -> SignedReview | None:
    """Return the signed review that judges what ``crawl`` read, if there is one."""
    return signed.get(crawl)
