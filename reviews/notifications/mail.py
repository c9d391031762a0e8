"""One notice as a mail."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from sesame.utils import get_query_string

from reviews.models import Notice
from reviews.notifications.sign_off import KIND as SIGN_OFF
from reviews.notifications.sign_off import sign_off_path


def send_mail(notice: Notice) -> None:
    """Send ``notice``; raises what the mail server says.

    The link that signs in is put in only now: what is kept, and shown to auditors,
    holds none. The Message-ID comes from the notice's key, so that a mail which goes
    out twice after a crash is one mail to who receives it.
    """
    page = _page(notice)
    plain = settings.PUBLIC_URL + page
    link = _link(notice, page) if notice.recipient else plain
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


def _page(notice: Notice) -> str:
    """Return the page that a notice leads to: the inbox, or where to sign off."""
    if notice.kind == SIGN_OFF:
        return sign_off_path(notice.campaigns.get())
    return reverse("reviews:inbox-index")


def _link(notice: Notice, page: str) -> str:
    """Return the address that signs its recipient in, once, and leads to the page."""
    door = settings.PUBLIC_URL + reverse("accessmap:sign-in-link")
    return f"{door}{get_query_string(notice.recipient)}&next={page}"
