"""Addresses of sign-in: allauth's, without those that are not open here.

A mail address is who somebody is: it says which account single sign-on opens. It is changed by
who keeps the accounts, never by its owner; and nobody makes an account of their own.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path

from everyrep.faces.web.access import sso

CLOSED = (
    "signup/", "email/", "confirm-email/", "confirm-email/<str:key>/", "password/set/",
    "3rdparty/signup/", "social/login/cancelled/", "social/login/error/", "social/signup/",
    "social/connections/",
)  # fmt: skip


@login_not_required
def closed(request: HttpRequest, **_: object) -> HttpResponse:
    """Say that it is not open, the same for all."""
    return render(request, "account/signup_closed.html", status=403)


urlpatterns = [
    *(path(address, closed) for address in CLOSED),
    path("oidc/<slug:provider_id>/login/", sso.begin),
    path("oidc/<slug:provider_id>/login/callback/", sso.back),
    re_path(r"^oidc/.*$", closed),
    path("", include("allauth.urls")),
]
