"""Saved views: sets of filters with a name, to choose on the map and in the list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accessmap.filter_words import beside, chips
from accessmap.graph.called import Called
from accessmap.graph.filters import BadFilter, GrantFilter, end_of
from accessmap.graph.marks import Marks, without_marks
from accessmap.graph.of_unit import narrowed
from accessmap.models import SavedView
from accessmap.views.guards import person, sees_everything_required

PAGES = ("map", "grants")  # where a view can be opened
MAP_WORDS = ("before", "unit")  # of the map, and of no filter


class Kept(ModelForm):  # type: ignore[type-arg]
    """What a person says about a view of theirs."""

    class Meta:
        model = SavedView
        fields = ("name", "is_shared")

    def clean(self) -> dict[str, Any]:
        """Refuse a second view of one name: the owner is no field of the form."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        same = SavedView.objects.filter(
            owner=self.instance.owner, name=found.get("name", "")
        )
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("You have a view of this name already."))
        return found


@sees_everything_required
def index(request: HttpRequest) -> HttpResponse:
    """Show one's own views, and those that others share; keep a new one."""
    reader = person(request)
    problem, status = "", 200
    if request.method == "POST":
        try:
            kept = _kept(request)
        except (BadFilter, ValidationError) as error:
            problem, status = _said(error), 400
        else:
            messages.success(request, _("Kept. You find it beside the filters."))
            return redirect(f"{kept.get_absolute_url()}?on={_page(request.POST)}")
    views = SavedView.objects.open_to(reader).select_related("owner")
    called = Called()
    page = {
        "problem": problem,
        "own": [_line(each, called) for each in views if each.owner_id == reader.pk],
        "others": [_line(each, called) for each in views if each.owner_id != reader.pk],
    }
    return render(request, "accessmap/saved_views/index.html", page, status=status)


@sees_everything_required
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a view shows now, on the map or in the list."""
    view = get_object_or_404(SavedView.objects.open_to(person(request)), pk=pk)
    page = _page(request.GET)
    asked = QueryDict(view.query)
    query = without_marks(asked)
    if page != "map":
        return redirect(_listed(narrowed(query)))
    address = _address(page, query)
    marks = Marks.of(asked)
    return redirect(f"{address}#{marks.fragment()}" if marks else address)


def _listed(query: QueryDict) -> str:
    """Return where a view of the map is a list: of grants, or of what changed.

    Neither knows the map's unit: there it is one of the filter's words.
    """
    query = query.copy()
    query.pop("unit", None)
    return _address("changes" if query.get("before") else "grants", query)


def _address(page: str, query: QueryDict) -> str:
    words = query.urlencode()
    return reverse(f"accessmap:{page}-index") + (f"?{words}" if words else "")


@sees_everything_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, share or delete a view of one's own."""
    view = get_object_or_404(SavedView, pk=pk, owner=person(request))
    if "delete" in request.POST:
        view.delete()
        messages.success(request, _("Deleted."))
        return redirect("accessmap:views-index")
    form = Kept(request.POST, instance=view)
    if form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _said(ValidationError(form.errors.as_data())))
    return redirect("accessmap:views-index")


def _kept(request: HttpRequest) -> SavedView:
    """Keep what the form says; an address that says nothing we know is refused."""
    view = SavedView(owner=person(request), query=query_of(request.POST))
    form = Kept(request.POST, instance=view)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    kept: SavedView = form.save()
    return kept


def query_of(sent: QueryDict) -> str:
    """Return a sent address's filter, with the words of the map; else BadFilter."""
    asked = QueryDict(sent.get("query", ""))
    words = GrantFilter.of(asked).words()
    found = {name: asked[name] for name in MAP_WORDS if asked.get(name)}
    if "before" in found:
        end_of(found["before"])
    kept = [urlencode({**words, **found}, doseq=True), Marks.of(asked).query()]
    return "&".join(filter(None, kept))


def _page(sent: QueryDict) -> str:
    wanted = sent.get("on", "")
    return wanted if wanted in PAGES else PAGES[0]


def _said(error: BadFilter | ValidationError) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)


def _line(view: SavedView, called: Called) -> dict[str, object]:
    """Return a view with what it says; one that no longer says anything says so."""
    try:
        asked = QueryDict(view.query)
        said = list(chips(GrantFilter.of(asked), beside(asked)))
    except BadFilter as error:
        return {"view": view, "problem": str(error)}
    return {
        "view": view,
        "chips": said,
        "marks": Marks.of(QueryDict(view.query)).says(called),
    }
