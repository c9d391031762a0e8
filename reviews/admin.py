"""Judgments in the admin: to be read, never to be edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from reviews.models import Campaign, Decision, Event, ReviewItem, Verification


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """What people decided is changed by operations, or not at all."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted."""
        return False


@admin.register(Campaign)
class CampaignAdmin(ReadOnly):
    """Rounds of review."""

    list_display = ("name", "state", "population_count", "due_on", "opened_by")
    list_filter = ("state",)


@admin.register(ReviewItem)
class ReviewItemAdmin(ReadOnly):
    """What is asked of whom."""

    list_display = ("campaign", "number", "reviewer", "resolved_by", "state", "removal")
    list_filter = ("state", "removal", "resolved_by")
    list_select_related = ("campaign", "reviewer")


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    """What was decided."""

    list_display = ("item", "verdict", "reviewer", "decided_at", "reason")
    list_filter = ("verdict", "origin")
    list_select_related = ("item__campaign", "reviewer")


@admin.register(Verification)
class VerificationAdmin(ReadOnly):
    """What crawls saw of it."""

    list_display = ("item", "outcome", "crawl", "verified_at", "reason")
    list_filter = ("outcome",)
    list_select_related = ("item__campaign", "crawl")


@admin.register(Event)
class EventAdmin(ReadOnly):
    """Who did what, in order."""

    list_display = ("sequence", "at", "actor", "kind", "campaign")
    list_filter = ("kind",)
    list_select_related = ("campaign",)
