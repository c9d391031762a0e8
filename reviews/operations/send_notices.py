"""Send what waits in the outbox."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta
from http.client import HTTPException
from smtplib import SMTPException

from django.db.models import F
from django.utils import timezone

from reviews.models import Notice
from reviews.notifications.mail import send_mail
from reviews.notifications.webhook import NotTaken, send_webhook

SENDERS = {Notice.Channel.MAIL: send_mail, Notice.Channel.WEBHOOK: send_webhook}
LEASE = timedelta(minutes=10)  # longer than any one sending takes
MOST_ATTEMPTS = 8  # the last one about four hours after the first
AT_ONCE = 500
# What a mail server or a webhook answers; no HTTP at all is no OSError.
REFUSALS = (OSError, SMTPException, HTTPException, NotTaken, ValueError)

logger = logging.getLogger(__name__)


def send_notices(now: datetime | None = None) -> Counter[str]:
    """Send every notice that is due; count what became of them.

    A notice is claimed before it is sent, so two senders never send the same; one that
    died leaves its claim to run out, and its notice goes out again under the same name.
    What the other side refuses is tried again, ever later, then given up and shown.
    """
    now = now or timezone.now()
    seen: Counter[str] = Counter()
    due = Notice.objects.due(now).order_by("next_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if notice := _claim(pk, now):
            seen[_send(notice, now)] += 1
    return seen


def _claim(pk: int, now: datetime) -> Notice | None:
    mine = Notice.objects.filter(pk=pk).due(now)
    attempts = F("attempts") + 1  # counted here, so a sender that dies counts too
    if not mine.update(
        state=Notice.State.SENDING, next_at=now + LEASE, attempts=attempts
    ):
        return None
    return Notice.objects.select_related("recipient").get(pk=pk)


def _send(notice: Notice, now: datetime) -> str:
    try:
        if notice.attempts > MOST_ATTEMPTS:
            raise NotTaken(f"Given up: {MOST_ATTEMPTS} senders ended over it.")
        SENDERS[Notice.Channel(notice.channel)](notice)
    except REFUSALS as error:
        logger.warning("Notice %s was not taken: %s", notice.pk, error)
        notice.error = f"{type(error).__name__}: {error}"
        notice.state = Notice.State.WAITING
        notice.next_at = now + timedelta(minutes=2**notice.attempts)
        if notice.attempts >= MOST_ATTEMPTS:
            notice.state = Notice.State.FAILED
    else:
        notice.state, notice.error = Notice.State.SENT, ""
        notice.sent_at = timezone.now()
    notice.save(update_fields=["state", "error", "next_at", "sent_at"])
    return notice.state
