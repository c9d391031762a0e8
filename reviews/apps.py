"""The judgments half of AccessMap, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Campaigns, items, decisions, evidence."""

    name = "reviews"
    verbose_name = "Reviews"
