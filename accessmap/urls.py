"""Every address of AccessMap."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from accessmap.views import health

handler500 = "accessmap.views.errors.server_error"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("admin/", admin.site.urls),
    path("reviews/", include("reviews.urls")),
    path("", include("accessmap.pages")),
]
