"""Mails are written in the transaction of what they tell; a job sends them."""

from __future__ import annotations

from collections.abc import Iterable

from accessmap.models import User
from reviews.models import Campaign, Notice
from reviews.notifications.digest import Message


def put_mail(
    key: str, person: User, message: Message, campaigns: Iterable[Campaign]
) -> bool:
    """Put a mail into the outbox, unless ``key`` is there; return whether it is new.

    A key begins with the kind of the notice, before its first colon.
    """
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "channel": Notice.Channel.MAIL,
            "kind": key.partition(":")[0],
            "recipient": person,
            "address": person.email,
            "subject": message.subject,
            "text": message.text,
            "html": message.html,
        },
    )
    if is_new:
        notice.campaigns.set(campaigns)
    return is_new
