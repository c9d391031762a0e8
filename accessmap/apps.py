"""The facts half of AccessMap, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AccessMapConfig(AppConfig):
    """Crawls, snapshots, grants, the map."""

    name = "accessmap"
    verbose_name = "AccessMap"
