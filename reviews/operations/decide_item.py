"""A reviewer confirms or revokes one grant."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accessmap.models import User
from reviews.conflict import is_own_access
from reviews.errors import (
    GrantHasEnded,
    NotAllowed,
    NotYourItem,
    OwnAccess,
    ReadSomethingElse,
    ReasonRequired,
)
from reviews.evidence.ledger import record
from reviews.lifecycle import (
    AFTER,
    ItemState,
    Purpose,
    Removal,
    Risk,
    Verdict,
    needs_reason,
)
from reviews.models import Decision, ReviewItem
from reviews.operations.locking import open_campaign_held
from reviews.owners import called
from reviews.shown import sha256, shown_text


@transaction.atomic
def decide_item(  # noqa: PLR0913
    item: ReviewItem,
    *,
    reviewer: User,
    verdict: Verdict,
    reason: str = "",
    purpose: Purpose = Purpose.UNSAID,
    language: str = "en",
    shown_sha256: str = "",
) -> Decision:
    """Record one verdict on the grant exactly as the reviewer read it.

    Until the campaign closes a decision may be superseded, with the reason for the
    change; both stay. ``shown_sha256`` is the hash of the text that the page showed: a
    page that showed something else does not decide.
    """
    open_campaign_held(item.campaign_id)
    item = ReviewItem.objects.select_related("grant", "reviewer").get(pk=item.pk)
    before = item.effective
    reason = reason.replace("\x00", "").strip()
    _refuse_ineligible(item, reviewer)
    _refuse_without_reason(item, verdict, reason, is_change=before is not None)
    text = shown_text(item, language)
    if shown_sha256 not in {"", sha256(text)}:
        raise ReadSomethingElse(
            _("The page showed another text than the item holds. Read it again.")
        )
    decision = Decision.objects.create(
        item=item,
        fingerprint=item.fingerprint,
        reviewer=reviewer,
        verdict=verdict,
        reason=reason,
        purpose=purpose,
        language=language,
        shown=text,
        shown_sha256=sha256(text),
        decided_at=timezone.now(),
        supersedes=before,
    )
    item.state = AFTER[ItemState(item.state), verdict]
    item.removal = Removal.NONE
    item.save(update_fields=["state", "removal"])
    record(
        "item-decided",
        by=reviewer,
        campaign=item.campaign,
        item=item,
        decision=decision.pk,
        verdict=verdict.value,
        supersedes=before.pk if before else None,
    )
    return decision


def _refuse_ineligible(item: ReviewItem, reviewer: User) -> None:
    if item.reviewer_id != reviewer.pk:
        raise NotYourItem(
            _("%(person)s is asked about this, not you.") % {"person": item.reviewer}
        )
    if reviewer.is_auditor or not reviewer.is_active:
        raise NotAllowed(_("Auditors read; they do not decide."))
    if is_own_access(item.grant.principal_kind, item.grant.principal, called(reviewer)):
        raise OwnAccess(
            _("This is your own access, so somebody else decides. Give it back.")
        )
    if item.grant.has_ended or item.state == ItemState.ENDED:
        raise GrantHasEnded(
            _("AWS no longer grants this, so there is nothing to decide.")
        )


def _refuse_without_reason(
    item: ReviewItem, verdict: Verdict, reason: str, *, is_change: bool
) -> None:
    if reason or not needs_reason(verdict, risk=Risk(item.risk), is_change=is_change):
        return
    if is_change:
        raise ReasonRequired(_("Say why you change the decision; both are kept."))
    raise ReasonRequired(_("Auditors will ask why; please give a reason."))
