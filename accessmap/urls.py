"""Every address of AccessMap."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from accessmap.views import health

handler500 = "accessmap.views.errors.server_error"
# One door, so that every coming-in is logged.
to_the_door = RedirectView.as_view(pattern_name="accessmap:sign-in", query_string=True)
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("admin/login/", login_not_required(to_the_door)),
    path("admin/", admin.site.urls),
    path("reviews/", include("reviews.urls")),
    path("", include("accessmap.pages")),
]
