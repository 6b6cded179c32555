"""Addresses of sign-in: allauth's, without those that are not open here.

A mail address is who somebody is: it says which account single sign-on opens. It is changed by
who keeps the accounts, never by its owner; and nobody makes an account of their own.
"""

from __future__ import annotations

from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, include, path, re_path

from everyrep.faces.web.access import sso
from everyrep.faces.web.access.models import SignIn
from everyrep.faces.web.access.signin_file_saml import installed

_SHOWN = 50
CLOSED = (
    "signup/", "email/", "confirm-email/", "confirm-email/<str:key>/", "password/set/",
    "login/code/confirm/", "3rdparty/signup/", "social/login/cancelled/", "social/login/error/",
    "social/signup/", "social/connections/",
)  # fmt: skip


@login_not_required
def closed(request: HttpRequest, **_: object) -> HttpResponse:
    """Say that it is not open, the same for all."""
    return render(request, "account/signup_closed.html", status=403)


def _saml() -> list[URLPattern]:
    """Addresses of SAML, where what it needs is installed."""
    if not installed():
        return []
    from everyrep.faces.web.access import sso_saml

    at = "saml/<slug:organization_slug>"
    return [
        path(f"{at}/login/", sso_saml.begin, name="saml_login"),
        path(f"{at}/acs/", sso_saml.reply, name="saml_acs"),
        path(f"{at}/acs/finish/", sso_saml.back, name="saml_finish_acs"),
        path(f"{at}/metadata/", sso_saml.metadata, name="saml_metadata"),
    ]


class Sessions(ListUserSessionsView):  # type: ignore[misc]
    """Where one is signed in now, and where one was."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        before = SignIn.objects.filter(user=self.request.user)[:_SHOWN]
        return {**super().get_context_data(**kwargs), "history": before}


urlpatterns = [
    *_saml(),
    path("sessions/", Sessions.as_view()),
    re_path(r"^saml/.*$", closed),
    *(path(address, closed) for address in CLOSED),
    path("oidc/<slug:provider_id>/login/", sso.begin),
    path("oidc/<slug:provider_id>/login/callback/", sso.back),
    re_path(r"^oidc/.*$", closed),
    path("", include("allauth.urls")),
]
