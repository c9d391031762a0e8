"""What security is told that a crawl saw: one message to each, however much it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from reviews.notifications.digest import Message


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was seen; ``address`` is the page that shows it.

    With ``is_headed`` it does not say what its subject does, and is never without it.
    """

    subject: str
    says: str
    address: str
    is_headed: bool = False

    @property
    def alone(self) -> str:
        """Return it as text, where no heading stands above it."""
        words = {"subject": self.subject, "text": self.says}
        return _("%(subject)s: %(text)s") % words if self.is_headed else self.says


def named(names: Mapping[str, str], account_id: str) -> str:
    """Return an account's name with its id, as the language writes it."""
    words = {"name": names.get(account_id, ""), "id": account_id}
    return _("%(name)s (%(id)s)") % words if words["name"] else account_id


def watched(seen: Sequence[Seen], *, subject: str, language: str) -> Message:
    """Return all of it as one message; one thing alone is its own subject."""
    with override(language):
        html = render_to_string("reviews/mail/watched.html", {"seen": seen})
        text = "\n\n".join(f"{each.alone} {each.address}" for each in seen)
    return Message(
        subject=seen[0].subject if len(seen) == 1 else subject,
        text=text,
        html=html,
    )
