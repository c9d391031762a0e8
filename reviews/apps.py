"""The judgments half of AccessMap, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Campaigns, items, decisions, evidence."""

    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        """Open to reviewers the grants that they are asked about."""
        from accessmap.readers import also_readable
        from reviews.readers import is_asked_of

        also_readable(is_asked_of)
