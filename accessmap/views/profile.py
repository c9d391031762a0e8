"""How one person wants AccessMap to speak: language and time zone."""

from __future__ import annotations

import zoneinfo

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accessmap.language import CODES
from accessmap.models import User
from accessmap.views.guards import person


class Choice(ModelForm):  # type: ignore[type-arg]
    """What a person may change about themselves."""

    class Meta:
        model = User
        fields = ("language", "time_zone")


def index(request: HttpRequest) -> HttpResponse:
    """Show and keep what the reader chose."""
    reader = person(request)
    form = Choice(request.POST or None, instance=reader)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(reader.language or None):
            messages.success(request, _("Kept. Pages and mail follow it from now on."))
        return redirect("accessmap:profile-index")
    context = {
        "form": form,
        "zones": sorted(zoneinfo.available_timezones()),
        "zone": timezone.get_current_timezone_name(),
        "now": timezone.now(),
    }
    return render(request, "accessmap/profile/index.html", context)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Change the language from any page; whoever is signed in keeps it."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in CODES:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)
