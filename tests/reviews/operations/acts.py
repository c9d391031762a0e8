"""Acts of some length, each with its story: to be killed, and done again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.db import models

from accessmap.models import Entry
from accessmap.policy.kinds import Verdict as Says
from accessmap.policy.kinds import Zone
from reviews.lifecycle import AtClose, AtDeadline, Verdict
from reviews.models import Exemption
from reviews.operations.answer_exception import answer_exception
from reviews.operations.apply_deadlines import apply_deadlines
from reviews.operations.ask_owners_anew import ask_owners_anew
from reviews.operations.close_campaign import close_campaign
from reviews.operations.decide_items import decide_items
from reviews.operations.open_campaign import Policy
from reviews.operations.open_due_campaigns import open_due_campaigns
from reviews.operations.remind_reviewers import remind_reviewers
from reviews.operations.settle_dispute import settle_dispute
from reviews.operations.upload_owners import upload_owners
from reviews.operations.verify_removals import verify_removals
from tests.cast import PAYMENTS, RIN
from tests.reviews.dying import TOO_LATE
from tests.reviews.operations.test_open_due_campaigns import OCTOBER, quarterly
from tests.reviews.story import (
    aiko,
    ask_exception,
    campaign,
    confirm,
    daichi,
    decide_item,
    grants,
    ken,
    later_crawl,
    revoke,
    rin,
    two_sided,
    two_sided_grant,
)
from tests.rows import end_grant

Act = Callable[[], object]
# What another run writes otherwise: numbers of rows, times, and what holds them.
OTHERWISE = (
    models.AutoField,
    models.DateTimeField,
    models.JSONField,
    models.ForeignObject,
)
FREE = {"key", "sequence", "second_look_seed", "attempts", "error"}


def rows() -> dict[str, list[str]]:
    """Every row of ours, without what differs from one run to the next."""
    found = {}
    for table in apps.get_app_config("reviews").get_models():
        names = [
            each.name
            for each in table._meta.concrete_fields
            if not isinstance(each, OTHERWISE) and each.name not in FREE
        ]
        told = table.objects.order_by().values_list(*names)  # type: ignore[attr-defined]
        found[table.__name__] = sorted(map(str, told))
    entries = Entry.objects.order_by("sequence").values_list("kind", "actor", "about")
    # A campaign that is opened again has another number.
    found["Entry"] = [f"{kind} {actor}" for kind, actor, _about in entries]
    return found


def opening() -> Act:
    """Two sides, something carried forward, something changed."""
    low = {"verdict": Says.IN_ORG, "zone": Zone.ORGANIZATION}
    grants(2, **low)
    two_sided_grant()
    first = campaign(0)
    confirm(first.items.order_by("number")[0])
    close_campaign(first, closed_by=aiko(), at_close=AtClose.KEEP, reason="Done.")
    return lambda: campaign(0, name="Next quarter")


def verifying() -> Act:
    """Two reads see one revoked grant gone and another still there."""
    found = campaign(3)
    first, second, third = found.items.order_by("number")
    revoke(first), revoke(second), confirm(third)
    close_campaign(found, closed_by=aiko())
    end_grant(first.grant, crawl=later_crawl())
    later_crawl()
    return verify_removals


def coming_round() -> Act:
    """Three occurrences came round while nothing ran."""
    grants(2)
    quarterly(taken_until=datetime(2026, 1, 10, tzinfo=UTC))
    return lambda: open_due_campaigns(OCTOBER)


def closing() -> Act:
    found = campaign(4)
    first, second, *_rest = found.items.order_by("number")
    confirm(first), revoke(second)
    return lambda: close_campaign(
        found, closed_by=aiko(), at_close=AtClose.REVOKE, reason="Nobody answered."
    )


def falling_due() -> Act:
    policy = Policy(at_due_medium=AtDeadline.REVOKE, at_due_low=AtDeadline.KEEP)
    campaign(4, policy=policy)
    return lambda: apply_deadlines(TOO_LATE)


def deciding_alike() -> Act:
    first, *_rest = campaign(4).items.order_by("number")
    return lambda: decide_items(
        first,
        reviewer=rin(),
        numbers=[1, 2, 3],
        verdict=Verdict.REVOKE,
        reason="Unused.",
    )


def settling() -> Act:
    granting, using = two_sided()
    confirm(granting)
    decide_item(
        using, reviewer=daichi(), verdict=Verdict.REVOKE, reason="We do not use it."
    )
    by = ken()
    return lambda: settle_dispute(
        granting,
        settled_by=by,
        verdict=Verdict.REVOKE,
        reason="Neither does Rin.",
    )


def excepting() -> Act:
    ask_exception(campaign(1).items.get())
    asked, by = Exemption.objects.get(), ken()
    return lambda: answer_exception(asked, answered_by=by, is_approved=True)


def asking_anew() -> Act:
    found = campaign(3)
    for item in found.items.select_related("grant__resource"):
        item.grant.resource.tags = {"Owner": daichi().username}
        item.grant.resource.save()
    return lambda: ask_owners_anew(found, asked_by=aiko(), reason="He took over.")


def listing() -> Act:
    campaign(1)
    content = f"what,owner\n{PAYMENTS},{RIN}\n".encode()
    return lambda: upload_owners(content, uploaded_by=aiko())


def reminding() -> Act:
    found = campaign(2)
    for person in (aiko(), rin()):
        person.email = f"{person.username}@kitsune.example"
        person.save()
    at = datetime.combine(found.due_on, datetime.min.time(), tzinfo=UTC)
    return lambda: remind_reviewers(at + timedelta(days=3, hours=12))


ACTS = (
    opening,
    verifying,
    coming_round,
    closing,
    falling_due,
    deciding_alike,
    settling,
    excepting,
    asking_anew,
    listing,
    reminding,
)
