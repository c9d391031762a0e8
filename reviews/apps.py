"""The judgments half of AccessMap, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class ReviewsConfig(AppConfig):
    """Campaigns, items, decisions, evidence."""

    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        """Open grants to their reviewers; bring the words that ask for judgments."""
        from accessmap.charts.chart import register
        from accessmap.graph.more_words import also_a_word, also_meant
        from accessmap.readers import also_readable
        from reviews.filtering import WORD, listed_owner, newest_list
        from reviews.readers import is_asked_of
        from reviews.review_progress import CHART

        _refuse_unknown_controls()
        also_readable(is_asked_of)
        also_a_word(WORD)
        register(CHART)
        also_meant("owner", listed_owner, newest_list)


def _refuse_unknown_controls() -> None:
    """Stop the program at a period for a control that there is none of."""
    from reviews.errors import ControlUnknown
    from reviews.evidence.retention import refuse_unknown_settings

    try:
        refuse_unknown_settings()
    except ControlUnknown as error:
        raise ImproperlyConfigured(f"ACCESSMAP_KEEP_YEARS: {error}") from error
