"""The addresses of the pages of facts."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "accessmap"
urlpatterns: list[URLPattern] = []
