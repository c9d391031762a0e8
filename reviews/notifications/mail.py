"""One notice as a mail."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from sesame.utils import get_query_string

from reviews.models import Notice
from reviews.notifications.digest import inbox_address


def send_mail(notice: Notice) -> None:
    """Send ``notice``; raises what the mail server says.

    The link that signs in is put in only now: what is kept, and shown to auditors,
    holds none. The Message-ID comes from the notice's key, so that a mail which goes
    out twice after a crash is one mail to who receives it.
    """
    plain = inbox_address()
    link = _link(notice) if notice.recipient else plain
    host = urlsplit(settings.PUBLIC_URL).hostname or "accessmap"
    name = hashlib.sha256(notice.key.encode()).hexdigest()[:32]
    mail = EmailMultiAlternatives(
        notice.subject,
        notice.text.replace(plain, link),
        to=[notice.address],
        headers={"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    if notice.html:
        mail.attach_alternative(
            notice.html.replace(plain, link.replace("&", "&amp;")), "text/html"
        )
    mail.send()


def _link(notice: Notice) -> str:
    """Return the address that signs its recipient in, once, and leads to the inbox."""
    door = settings.PUBLIC_URL + reverse("accessmap:sign-in-link")
    token = get_query_string(notice.recipient)
    return f"{door}{token}&next={reverse('reviews:inbox-index')}"
