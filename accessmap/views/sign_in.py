"""Sign in by password, or by a link that works once."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from sesame.backends import ModelBackend as Links

from accessmap.ledger.append import append
from accessmap.models import User

LINK_AT = "came_by_link_at"
LINK_BACKEND = "sesame.backends.ModelBackend"


class SignIn(LoginView):
    """The form; each person arrives at the page that is theirs."""

    template_name = "accessmap/sign_in/form.html"
    redirect_authenticated_user = True

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Open the door, and log it, or neither."""
        answer = super().form_valid(form)
        append("signed-in", by=form.get_user(), says={"with": "password"})
        return answer

    def get_default_redirect_url(self) -> str:
        """Return the map, or the inbox of who sees only that."""
        return home_of(self.request.user)


form = SignIn.as_view()
leave = LogoutView.as_view()


@login_not_required
@never_cache
def link(request: HttpRequest) -> HttpResponse:
    """Take a one-time link: first a button, then the door.

    The token is used up by the button and not by opening the page, or whoever fetches
    links ahead (a mail scanner, a chat's preview) would use it up.
    """
    token = request.POST.get("sesame") or request.GET.get("sesame", "")
    after = request.POST.get("next") or request.GET.get("next", "")
    # Asked directly: who has a link is no guesser of passwords. login() uses it up.
    user = Links().authenticate(request, sesame=token) if token else None
    context = {"token": token, "next": after, "person": user}
    if user is None:
        return render(request, "accessmap/sign_in/link.html", context, status=403)
    if request.method != "POST":
        return render(request, "accessmap/sign_in/link.html", context)
    with transaction.atomic():
        login(request, user, backend=LINK_BACKEND)
        append("signed-in", by=user, says={"with": "link"})
        # Who has no password signs statements within minutes of coming in.
        request.session[LINK_AT] = timezone.now().isoformat()
    is_ours = url_has_allowed_host_and_scheme(after, {request.get_host()})
    return redirect(after if is_ours else home_of(user))


def home_of(user: object) -> str:
    """Return where somebody starts."""
    if isinstance(user, User) and user.sees_everything:
        return resolve_url("accessmap:map-index")
    return reverse("reviews:inbox-index")
