"""Open a campaign: bind a crawl, ask about every grant of a filter, once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accessmap import mass
from accessmap.garbage import collected
from accessmap.ledger import tree
from accessmap.models import Crawl, User
from reviews.draft import Draft
from reviews.errors import (
    CoverageIncomplete,
    DateHasPassed,
    NameRequired,
    NoCrawl,
    NotAllowed,
    NothingToReview,
    PopulationMoved,
)
from reviews.evidence.ledger import record
from reviews.evidence.retention import served
from reviews.evidence.rows import population_leaf
from reviews.lifecycle import AtDeadline, CampaignState, Risk
from reviews.models import Campaign, ReviewItem
from reviews.operations.carry_forward import carry_forward
from reviews.operations.plant_item import plant_item
from reviews.operations.writing import count_anew, write_exclusions
from reviews.owners import Owners
from reviews.population import askings, observed, population
from reviews.shown import sha256
from reviews.standing import Standing


@dataclass(frozen=True, slots=True)
class Policy:
    """How a campaign asks; it never changes once the campaign is open."""

    is_two_sided: bool = True  # both sides, where both ends are ours
    carry_limit: int = 1  # how often an equal, low-risk grant is not asked again
    exception_days: int = 90  # how long an exception may last
    new_since: datetime | None = None  # only what began since, and was never asked
    # What the due date does to what nobody answered, by risk; above the limit, by two.
    at_due_high: AtDeadline = AtDeadline.ESCALATE
    at_due_medium: AtDeadline = AtDeadline.ESCALATE
    at_due_low: AtDeadline = AtDeadline.ESCALATE
    revoke_limit: int = 20
    second_look_percent: int = 0  # of the decisions another person decides too
    controls: str = ""  # that it serves, which say how long it is kept; none means all
    is_planted: bool = False  # one question is invented that nobody should confirm


@transaction.atomic
def open_campaign(  # noqa: PLR0913
    *,
    name: str,
    query: str,
    due_on: date,
    opened_by: User,
    crawl: Crawl | None = None,
    limitation: str = "",
    fallback: User | None = None,
    policy: Policy = Policy(),
) -> Campaign:
    """Write the campaign and all of its items, or nothing.

    The population is counted before and after it is written; a crawl that changes it
    meanwhile makes the opening fail rather than the count lie.
    """
    _refuse_bad_terms(name, due_on, opened_by)
    served(policy.controls)
    crawl = crawl or newest_crawl()
    _refuse_unread(crawl, limitation)
    expected = population(query, crawl, policy.new_since).count()
    if not expected:
        raise NothingToReview(
            _("No current grant matches this filter, so there is nothing to review.")
        )
    now = timezone.now()
    signed = bool(limitation.strip())
    campaign = Campaign.objects.create(
        name=name.strip(),
        query=query.lstrip("?"),
        crawl=crawl,
        due_on=due_on,
        opened_at=now,
        opened_by=opened_by,
        limitation=limitation.strip(),
        limitation_by=opened_by if signed else None,
        limitation_at=now if signed else None,
        fallback=fallback,
        observed_count=observed(crawl).count(),
        grant_count=expected,
        **asdict(policy),
    )
    population_root = _fill(campaign, Owners(fallback=fallback))
    carried = carry_forward(campaign, by=opened_by)
    record(
        "campaign-opened",
        by=opened_by,
        campaign=campaign,
        digests={"population_root": population_root},
        grants=expected,
        population=campaign.population_count,
        observed=campaign.observed_count,
        carried=carried,
        crawl=crawl.pk,
        limitation=campaign.limitation,
        at_due={each.value: campaign.at_due(each).value for each in Risk},
        revoke_limit=campaign.revoke_limit,
        fallback=fallback.get_username() if fallback else "",
        is_two_sided=campaign.is_two_sided,
        carry_limit=campaign.carry_limit,
        exception_days=campaign.exception_days,
        second_look_percent=campaign.second_look_percent,
        controls=served(campaign.controls),
        # What is drawn can be checked after the close, and by nobody before.
        second_look_seed_sha256=sha256(campaign.second_look_seed),
    )
    plant_item(campaign)
    return campaign


def newest_crawl() -> Crawl:
    """Return the newest finished crawl of the whole organization."""
    usable = Crawl.objects.finished().exclude(state=Crawl.State.FAILED)
    newest = usable.filter(selection={}).order_by("-started_at", "-pk").first()
    if newest is None:
        raise NoCrawl(
            _(
                "No crawl of the whole organization has finished yet. Start one, and "
                "open the campaign when it is done."
            )
        )
    return newest


def _refuse_bad_terms(name: str, due_on: date, opened_by: User) -> None:
    if not opened_by.is_analyst:
        raise NotAllowed(_("Only analysts open campaigns."))
    if not name.strip():
        raise NameRequired(
            _("Give the campaign a name: reviewers read it in their inbox.")
        )
    if due_on < timezone.localdate():
        raise DateHasPassed(
            _("The due date %(date)s has passed. Choose today or a later day.")
            % {"date": due_on.isoformat()}
        )


def _refuse_unread(crawl: Crawl, limitation: str) -> None:
    if crawl.finished_at is None:
        raise NoCrawl(_("%(crawl)s is still running.") % {"crawl": crawl})
    unread = Standing(crawl).incomplete
    if unread and not limitation.strip():
        named = ", ".join(f"{place.name} {place.account_id}" for place in unread[:5])
        raise CoverageIncomplete(
            ngettext(
                "%(count)d account was not read completely (%(named)s). Crawl again, "
                "or sign a scope limitation that the evidence will print.",
                "%(count)d accounts were not read completely (%(named)s). Crawl again, "
                "or sign a scope limitation that the evidence will print.",
                len(unread),
            )
            % {"count": len(unread), "named": named}
        )


def _fill(campaign: Campaign, owners: Owners) -> str:
    """Write an item for each side; what was written is what was counted, or nothing.

    Return the root of the population: of what was written, which is not read again.
    """
    grants = population(
        campaign.query, campaign.crawl, campaign.new_since
    ).select_related("resource", "snapshot__document")
    draft = Draft(campaign)
    leaves: list[bytes] = []
    batches = askings(grants, owners, is_two_sided=campaign.is_two_sided)
    for batch in collected(batches, every=4):
        items = draft.items(batch, len(leaves) + 1)
        mass.insert(items)
        leaves += map(population_leaf, items)
    excluded = write_exclusions(campaign)
    count_anew(ReviewItem)
    written = campaign.items.aggregate(
        grants=Count("grant", distinct=True), items=Count("pk")
    )
    made = len(leaves)
    is_whole = campaign.grant_count + excluded == campaign.observed_count
    if written != {"grants": campaign.grant_count, "items": made} or not is_whole:
        raise PopulationMoved(
            _(
                "The grants changed while they were counted (%(expected)d, then "
                "%(written)d). Nothing was opened; try again."
            )
            % {"expected": campaign.grant_count, "written": written["grants"]}
        )
    campaign.population_count = made
    campaign.state = CampaignState.OPEN
    campaign.save(update_fields=["population_count", "state"])
    return tree.root_of(leaves).hex()
