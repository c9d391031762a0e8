"""The addresses of the pages of judgments."""

from __future__ import annotations

from django.urls import path

from reviews.views import campaigns, evidence, inbox, items, schedules

app_name = "reviews"
urlpatterns = [
    path("", campaigns.index, name="campaigns-index"),
    path("open/", campaigns.opening, name="campaigns-open"),
    path("preview/", campaigns.preview, name="campaigns-preview"),
    path("<int:pk>/", campaigns.detail, name="campaigns-detail"),
    path("<int:pk>/close", campaigns.close, name="campaigns-close"),
    path("schedules/", schedules.index, name="schedules-index"),
    path("schedules/new", schedules.making, name="schedules-new"),
    path("schedules/preview", schedules.preview, name="schedules-preview"),
    path("schedules/<int:pk>/", schedules.detail, name="schedules-detail"),
    path("inbox/", inbox.index, name="inbox-index"),
    path("items/<int:pk>/", items.detail, name="items-detail"),
    path("items/<int:pk>/decide", items.decide, name="items-decide"),
    path("items/<int:pk>/reassign", items.reassign, name="items-reassign"),
    path("evidence/", evidence.index, name="evidence-index"),
    path("evidence/<int:pk>/", evidence.download, name="evidence-download"),
]
