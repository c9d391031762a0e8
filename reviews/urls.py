"""The addresses of the pages of judgments."""

from __future__ import annotations

from django.urls import path

from reviews.views import (
    auditing,
    campaigns,
    evidence,
    figures,
    inbox,
    items,
    owners,
    planted,
    revoking,
    schedules,
    second_looks,
    security,
    sign_off,
)

app_name = "reviews"
urlpatterns = [
    path("", campaigns.index, name="campaigns-index"),
    path("open/", campaigns.opening, name="campaigns-open"),
    path("preview/", campaigns.preview, name="campaigns-preview"),
    path("<int:pk>/", campaigns.detail, name="campaigns-detail"),
    path("<int:pk>/close", campaigns.close, name="campaigns-close"),
    path("<int:pk>/approve", campaigns.approve, name="campaigns-approve"),
    path("<int:pk>/sign-off/", sign_off.page, name="sign-off"),
    path("<int:pk>/sign-off/name", sign_off.name, name="sign-off-name"),
    path("<int:pk>/sign-off/sign", sign_off.sign, name="sign-off-sign"),
    path("<int:pk>/sign-off/link", sign_off.link, name="sign-off-link"),
    path("<int:pk>/sign-off/seal", sign_off.seal, name="sign-off-seal"),
    path("<int:pk>/figures/", figures.index, name="campaigns-figures"),
    path("schedules/", schedules.index, name="schedules-index"),
    path("schedules/new", schedules.making, name="schedules-new"),
    path("schedules/preview", schedules.preview, name="schedules-preview"),
    path("schedules/<int:pk>/", schedules.detail, name="schedules-detail"),
    path("inbox/", inbox.index, name="inbox-index"),
    path("items/<int:pk>/", items.detail, name="items-detail"),
    path("items/<int:pk>/removing", revoking.page, name="items-removing"),
    path("items/<int:pk>/kit", revoking.download, name="items-kit"),
    path("items/<int:pk>/decide", items.decide, name="items-decide"),
    path("items/<int:pk>/alike/", items.alike, name="items-alike"),
    path("items/<int:pk>/reassign", items.reassign, name="items-reassign"),
    path("asked/<int:pk>/", planted.detail, name="planted-detail"),
    path("owners/", owners.index, name="owners-index"),
    path("second-looks/<int:pk>/", second_looks.detail, name="second-look"),
    path("security/", security.index, name="security-index"),
    path("security/<int:pk>/settle", security.settle, name="security-settle"),
    path("security/<int:pk>/rule", security.rule, name="security-rule"),
    path("security/<int:pk>/answer", security.answer, name="security-answer"),
    path("security/<int:pk>/override", security.override, name="security-override"),
    path("security/<int:pk>/exempt", security.exempt, name="security-exempt"),
    path("evidence/", evidence.index, name="evidence-index"),
    path("evidence/readings/", auditing.readings, name="evidence-readings"),
    path("evidence/<int:pk>/sample", auditing.sample, name="evidence-sample"),
    path("evidence/<int:pk>/<int:number>/", auditing.item, name="evidence-item"),
    path("evidence/<int:pk>/<int:number>/proof", auditing.proof, name="evidence-proof"),
    path("evidence/<int:pk>/<slug:form>", evidence.derived, name="evidence-derived"),
    path("evidence/<int:pk>/", evidence.download, name="evidence-download"),
]
