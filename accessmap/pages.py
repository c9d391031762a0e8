"""The addresses of the pages of facts."""

from __future__ import annotations

from django.urls import URLPattern, path

from accessmap.views import (
    accounts,
    changes,
    charts,
    coverage,
    crawls,
    grants,
    map_account,
    map_data,
    map_edge,
    map_export,
    map_opened,
    map_parties,
    map_table,
    profile,
    reach,
    resources,
    saved_views,
    sign_in,
)
from accessmap.views import map as map_page

app_name = "accessmap"
urlpatterns: list[URLPattern] = [
    path("", map_page.index, name="map-index"),
    path("map/elements", map_data.elements, name="map-elements"),
    path("map/accounts", map_data.accounts, name="map-accounts"),
    path("map/export/<str:wanted>", map_export.download, name="map-export"),
    path("map/account/<str:account_id>", map_account.detail, name="map-account"),
    path("map/opened", map_opened.index, name="map-opened"),
    path("map/table", map_table.index, name="map-table"),
    path("map/parties", map_parties.index, name="map-parties"),
    path("map/edge", map_edge.edge, name="map-edge"),
    path("accounts/", accounts.index, name="accounts-index"),
    path("accounts/<str:account_id>/", accounts.detail, name="accounts-detail"),
    path(
        "accounts/<str:account_id>/resources/", resources.index, name="resources-index"
    ),
    path("reach/", reach.index, name="reach-index"),
    path("reach/search", reach.search, name="reach-search"),
    path("grants/", grants.index, name="grants-index"),
    path("grants/<int:pk>/", grants.detail, name="grants-detail"),
    path("views/", saved_views.index, name="views-index"),
    path("views/<int:pk>/", saved_views.open_, name="views-open"),
    path("views/<int:pk>/change", saved_views.change, name="views-change"),
    path("changes/", changes.index, name="changes-index"),
    path("coverage/", coverage.index, name="coverage-index"),
    path("coverage/<str:account_id>/", coverage.detail, name="coverage-detail"),
    path("crawls/", crawls.index, name="crawls-index"),
    path("crawls/start", crawls.start, name="crawls-start"),
    path("crawls/<int:pk>/", crawls.detail, name="crawls-detail"),
    path("crawls/<int:pk>/progress", crawls.progress, name="crawls-progress"),
    path("holds/<int:pk>/release", crawls.release, name="holds-release"),
    path("charts/", charts.index, name="charts-index"),
    path("profile/", profile.index, name="profile-index"),
    path("profile/language", profile.language, name="profile-language"),
    path("sign-in/", sign_in.form, name="sign-in"),
    path("sign-in/link", sign_in.link, name="sign-in-link"),
    path("sign-out", sign_in.leave, name="sign-out"),
]
