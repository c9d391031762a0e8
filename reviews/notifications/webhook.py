"""One notice as a signed POST, in the JSON that Slack's incoming webhooks take.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.request
from http import HTTPStatus

from django.conf import settings

from reviews.models import Notice

SECONDS = 10


class NotTaken(Exception):
    """The other side answered, and did not take it."""


def send_webhook(notice: Notice) -> None:
    """Post ``notice``; raises OSError, or NotTaken with the answer's status.

    Signed as ``v1=HMAC-SHA256(secret, "<timestamp>.<body>")``, so that the receiver
    can tell ours from anybody's, and an old one from a new one. The key names the
    cause: who sees it twice after a crash drops the second.
    """
    body = json.dumps({"text": escaped(notice.text)}, ensure_ascii=False).encode()
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-AccessMap-Timestamp": stamp,
        "X-AccessMap-Key": hashlib.sha256(notice.key.encode()).hexdigest(),
        "X-AccessMap-Signature": f"v1={signature(stamp, body)}",
    }
    request = urllib.request.Request(settings.WEBHOOK_URL, body, headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise NotTaken(f"It answered {answer.status}.")


def escaped(text: str) -> str:
    """Return ``text`` so that nothing in it is a link, a mention or a channel's bell.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def signature(stamp: str, body: bytes) -> str:
    """Return what ``body`` sent at ``stamp`` is signed with, as hexadecimal."""
    secret = settings.WEBHOOK_SECRET.encode()
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
