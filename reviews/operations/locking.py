"""The campaign's row is the lock under which people decide and campaigns close."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reviews.errors import CampaignClosed
from reviews.models import Campaign, ReviewItem


def open_campaign_held(pk: int) -> Campaign:
    """Return the campaign, locked until the transaction ends, or refuse.

    Who decides and who closes wait for each other here, so a decision lies before the
    close or is refused; nothing lies between.
    """
    campaign = Campaign.objects.select_for_update().get(pk=pk)
    if not campaign.is_open:
        closed_at = campaign.closed_at
        raise CampaignClosed(
            _("“%(name)s” closed at %(time)s. Nothing was saved.")
            % {
                "name": campaign.name,
                "time": date_format(localtime(closed_at), "DATETIME_FORMAT")
                if closed_at
                else "?",
            }
        )
    return campaign


def open_item_held(item: ReviewItem) -> tuple[Campaign, ReviewItem]:
    """Return the item's campaign, held as above, and the item as it is by then.

    What whoever decides is judged by is read with it: the reviewer, the grant and its
    resource.
    """
    campaign = open_campaign_held(item.campaign_id)
    related = ReviewItem.objects.select_related("grant__resource", "reviewer")
    return campaign, related.get(pk=item.pk)
