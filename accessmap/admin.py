"""Django's own admin: people and names are kept here; facts are only looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accessmap.ledger.rows import note
from accessmap.models import Account, Counterparty, Crawl, Grant, Resource, User


class Logged:
    """Whatever is kept here is logged in the transaction that changes it."""

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        """Log a new row."""
        said(request, obj, "added")
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        """Log a change, with what the row says now."""
        said(request, obj, "changed")
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: Any, queryset: Any) -> Any:
        """Log what is about to go."""
        for each in queryset:
            said(request, each, "deleted")
        return super().log_deletions(request, queryset)  # type: ignore[misc]


def said(request: HttpRequest, row: Any, act: str) -> None:
    """Append to the ledger what became of ``row``."""
    note(row, act, by=request.user if isinstance(request.user, User) else "admin")


@admin.register(User)
class People(Logged, UserAdmin):  # type: ignore[type-arg]
    """Who signs in, and as what."""

    list_display = ("username", "full_name", "email", "role", "is_active")
    list_filter = ("role", "is_active")
    search_fields = ("username", "full_name", "email")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("full_name", "email", "language", "time_zone")}),
        (_("May"), {"fields": ("role", "is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "full_name",
                    "email",
                    "role",
                    "password1",
                    "password2",
                )
            },
        ),
    )
    filter_horizontal = ()


@admin.register(Counterparty)
class Counterparties(Logged, admin.ModelAdmin):  # type: ignore[type-arg]
    """Names of outsiders, and where they are known from."""

    list_display = ("name", "account_id", "kind", "source")
    search_fields = ("name", "account_id")


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Facts come from AWS: nobody writes them by hand."""

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(Account)
class Accounts(ReadOnly):
    """Accounts as AWS Organizations tells of them."""

    list_display = ("name", "account_id", "state", "unit", "left_at")
    list_select_related = ("unit",)
    search_fields = ("name", "account_id")


@admin.register(Crawl)
class Crawls(ReadOnly):
    """Crawls and how they ended."""

    list_display = ("started_at", "state", "trigger", "finished_at")


@admin.register(Resource)
class Resources(ReadOnly):
    """Resources as crawls have seen them."""

    list_display = ("arn", "resource_type", "account_id", "first_seen_at", "ended_at")
    search_fields = ("arn",)
    show_full_result_count = False


@admin.register(Grant)
class Grants(ReadOnly):
    """Grants as the engine derived them."""

    list_display = ("principal", "resource", "verdict", "first_seen_at", "ended_at")
    list_select_related = ("resource",)
    list_filter = ("verdict",)
    search_fields = ("fingerprint", "principal")
    show_full_result_count = False
