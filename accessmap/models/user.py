"""People who sign in, and what each may do."""

from __future__ import annotations

import zoneinfo

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The three people AccessMap is for."""

    ANALYST = "analyst", _("Analyst")
    REVIEWER = "reviewer", _("Reviewer")
    AUDITOR = "auditor", _("Auditor")


def is_time_zone(name: str) -> None:
    """Refuse what is no time zone of the IANA database, with an example."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            gettext("%(name)s is no time zone. Write one such as Asia/Tokyo."),
            params={"name": name},
        )


class User(AbstractUser):
    """Somebody who signs in. A new user may review, and nothing else."""

    role = models.CharField(
        _("role"), max_length=16, choices=Role.choices, default=Role.REVIEWER
    )
    full_name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=8, blank=True, choices=settings.LANGUAGES
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[is_time_zone]
    )

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Return the name that pages and evidence show."""
        return self.full_name or self.username

    @property
    def is_analyst(self) -> bool:
        """Say whether this person may crawl, and open and close campaigns."""
        return self.role == Role.ANALYST or self.is_superuser

    @property
    def is_auditor(self) -> bool:
        """Say whether this person reads everything and changes nothing."""
        return self.role == Role.AUDITOR

    @property
    def sees_everything(self) -> bool:
        """Say whether the whole map is open to this person."""
        return self.is_analyst or self.is_auditor
