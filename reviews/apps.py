"""The judgments half of AccessMap, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Campaigns, items, decisions, evidence."""

    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        """Open grants to their reviewers; bring the words that ask for judgments."""
        from accessmap.graph.more_words import also_a_word, also_meant
        from accessmap.readers import also_readable
        from reviews.filtering import WORD, listed_owner, newest_list
        from reviews.readers import is_asked_of

        also_readable(is_asked_of)
        also_a_word(WORD)
        also_meant("owner", listed_owner, newest_list)
