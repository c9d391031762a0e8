"""Mails are written in the transaction of what they tell; a job sends them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accessmap.language import language_of
from accessmap.models import Role, User
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
        defaults=_mailed(key.partition(":")[0], person, message),
    )
    if is_new:
        notice.campaigns.set(campaigns)
    return is_new


def for_analysts(key: str, kind: str, words: Callable[[str], Message]) -> list[Notice]:
    """Return a mail to each analyst with an address, and one to the webhook.

    ``words`` says it in a language, and is asked once for each.
    """
    spoken = cache(words)
    mails = mails_to_analysts(key, kind, spoken)
    if not settings.WEBHOOK_URL:
        return mails
    text = spoken(settings.LANGUAGE_CODE).text
    return [*mails, for_webhook(f"{key}:webhook", kind, text)]


def mails_to_analysts(
    key: str, kind: str, words: Callable[[str], Message]
) -> list[Notice]:
    """Return a mail to each analyst with an address, in the language of each."""
    spoken = cache(words)
    analysts = User.objects.filter(role=Role.ANALYST, is_active=True)
    return [
        Notice(
            key=f"{key}:{person.pk}",
            **_mailed(kind, person, spoken(language_of(person))),
        )
        for person in analysts.exclude(email="").order_by("pk")
    ]


def _mailed(kind: str, person: User, message: Message) -> dict[str, Any]:
    """Return the fields of a mail's notice."""
    return {
        "channel": Notice.Channel.MAIL,
        "kind": kind,
        "recipient": person,
        "address": person.email,
        "subject": message.subject[:300],
        "text": message.text,
        "html": message.html,
    }


def for_webhook(key: str, kind: str, text: str) -> Notice:
    """Return a message to the webhook, of which only the host is kept."""
    return Notice(
        key=key,
        channel=Notice.Channel.WEBHOOK,
        kind=kind,
        address=urlsplit(settings.WEBHOOK_URL).hostname or "",
        text=text,
    )
