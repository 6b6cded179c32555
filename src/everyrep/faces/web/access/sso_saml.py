"""Single sign-on by SAML 2.0: going to the provider, coming back, and what it is told of us.

Allauth knows the people, their accounts and what was asked; what a reply is believed for is in
`sso_assertion`. There is no single logout: a session here ends by its own limits or by its owner.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.sessions import LoginSession
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from everyrep.faces.web.access.models import SpentAssertion
from everyrep.faces.web.access.sso_assertion import Proof, prove
from everyrep.faces.web.access.sso_refused import Refused
from everyrep.faces.web.audit.chain import record

_COOKIE = "saml-reply"
_SECONDS = 300
_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"


@login_not_required
@never_cache
@require_POST
def begin(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Go to the provider, by a page that leads on (see `sso.begin`)."""
    provider = _provider(request, organization_slug)
    asked = provider.get_redirect_from_request_kwargs(request)
    auth = OneLogin_Saml2_Auth(_nothing(request), _config(request, provider))
    address = auth.login(return_to="")
    provider.stash_redirect_state(
        request, asked["process"], asked.get("next_url"), state_id=auth.get_last_request_id()
    )
    return render(request, "everyrep/to_provider.html", {"address": address})


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def reply(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Take the provider's reply, and let the browser come again with its own session.

    A form of another host brings no cookie of ours along. Only what is proven is kept for that
    moment; it serves whoever's browser asked for it, and once.
    """
    provider = _provider(request, organization_slug)
    try:
        _proof(request, provider, request.POST.get("SAMLResponse", ""))
    except Refused as why:
        return _refused(request, provider, str(why))
    answer = HttpResponseRedirect(reverse("saml_finish_acs", args=[organization_slug]))
    kept = LoginSession(request, "saml_reply_session", _COOKIE)
    kept.store.update({"reply": request.POST["SAMLResponse"]})
    kept.store.set_expiry(_SECONDS)
    kept.save(answer)
    answer.cookies[_COOKIE]["httponly"] = True
    return answer


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Come back from the provider."""
    provider = _provider(request, organization_slug)
    kept = LoginSession(request, "saml_reply_session", _COOKIE)
    text = str(kept.store.get("reply") or "")
    kept.delete()
    try:
        proof = _proof(request, provider, text)
        state = _state(request, provider, proof)
        _spend(proof)
        login = provider.sociallogin_from_response(request, proof.auth)
    except (Refused, PermissionDenied, ValueError, ImproperlyConfigured) as why:
        return _refused(request, provider, str(why) or "nobody here asked for it")
    login.state.update(state)
    login.account.extra_data = {}  # Nothing of what the provider tells besides is needed here.
    try:
        return complete_social_login(request, login)  # type: ignore[no-any-return]
    except ImmediateHttpResponse as answered:
        return answered.response  # type: ignore[no-any-return]


@login_not_required
@require_GET
def metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """What the provider has to know of this app."""
    config = _config(request, _provider(request, organization_slug))
    # Whoever has a key shows it, whether or not all must be encrypted for it.
    config["security"]["wantAssertionsEncrypted"] = bool(config["sp"]["privateKey"])
    known = OneLogin_Saml2_Settings(config, sp_validation_only=True)
    return HttpResponse(known.get_sp_metadata(), content_type="application/samlmetadata+xml")


def _provider(request: HttpRequest, slug: str) -> Any:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("saml", {}).get("APPS", ())
    if slug not in {one["client_id"] for one in apps}:
        raise Http404
    return get_adapter().get_app(request, provider="saml", client_id=slug).get_provider(request)


def _config(request: HttpRequest, provider: Any) -> dict[str, Any]:
    """Python3-saml's settings: what is signed is believed, and nothing else."""
    given, slug = provider.app.settings, [provider.app.client_id]
    certificate, private = given.get("key") or ("", "")
    return {
        "strict": True,
        "sp": {
            "entityId": request.build_absolute_uri(reverse("saml_metadata", args=slug)),
            "assertionConsumerService": {"url": _here(request, provider), "binding": _POST},
            "x509cert": certificate,
            "privateKey": private,
        },
        "idp": {
            "entityId": given["entity_id"],
            "singleSignOnService": {"url": given["sso_url"]},
            "x509certMulti": {"signing": given["certificates"]},
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantAssertionsEncrypted": given.get("encrypted", False),
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "wantAttributeStatement": False,
            "allowRepeatAttributeName": False,
            "allowSingleLabelDomains": True,
        },
    }


def _here(request: HttpRequest, provider: Any) -> str:
    return request.build_absolute_uri(reverse("saml_acs", args=[provider.app.client_id]))


def _nothing(request: HttpRequest) -> dict[str, Any]:
    return {"https": "on" if request.is_secure() else "off", "http_host": request.get_host(),
            "script_name": request.path, "get_data": {}, "post_data": {}}  # fmt: skip


def _proof(request: HttpRequest, provider: Any, text: str) -> Proof:
    return prove(text, _config(request, provider), _here(request, provider))


def _state(request: HttpRequest, provider: Any, proof: Proof) -> dict[str, Any]:
    """What this browser had asked for; what nobody asked for, only where the file allows it."""
    if proof.answers:
        return provider.unstash_redirect_state(request, proof.answers)  # type: ignore[no-any-return]
    if not provider.app.settings.get("unsolicited"):
        raise Refused("nobody here asked for it")
    return {"process": "login"}


def _spend(proof: Proof) -> None:
    """Let an assertion serve once, on every server that shares the database."""
    SpentAssertion.objects.filter(until__lt=timezone.now()).delete()
    try:
        with transaction.atomic():
            SpentAssertion.objects.create(key=proof.key, until=proof.until)
    except IntegrityError:
        raise Refused("it was used before") from None


def _refused(request: HttpRequest, provider: Any, why: str) -> HttpResponse:
    record("somebody", "sign_in_refused", "", provider=provider.app.provider_id, why=why[:200])
    return render(request, "everyrep/provider_silent.html", status=403)
