"""Single sign-on: who comes in; and, by OpenID Connect, what is asked of the provider."""

from __future__ import annotations

import hmac
import json
from typing import Any

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from everyrep.faces.web.access.models import User
from everyrep.faces.web.access.signin_file import may_be_asked
from everyrep.faces.web.audit.chain import record

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Of keys that only the provider holds: never `none`, and never a secret that both share."""
_LEEWAY = 60
_SECONDS = 5


class ByProvider(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """People are known by the mail address that the provider has verified."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link who comes for the first time to the account that was made for them."""
        app = sociallogin.provider.app
        address = verified(sociallogin, app.settings)
        if sociallogin.is_existing:
            return
        user = User.objects.filter(email=address, is_active=True).first() if address else None
        if request.user.is_authenticated and user != request.user:
            user = None
        if user is not None:
            sociallogin.connect(request, user)
            record(user.email, "sign_in_linked", user.email, provider=app.provider_id)
        elif not self.is_open_for_signup(request, sociallogin):
            record("somebody", "sign_in_refused", address or "", provider=app.provider_id)
            refused = render(request, "everyrep/not_invited.html", {"address": address}, status=403)
            raise ImmediateHttpResponse(refused)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Only where the file says so, and only with a mail address that is verified and new."""
        given = sociallogin.provider.app.settings
        address = verified(sociallogin, given)
        taken = address and User.objects.filter(email=address).exists()
        return bool(given.get("create") and address and not taken)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:  # noqa: ARG002
        """A new account has the verified mail address and a name, and no role."""
        user = sociallogin.user
        user.email = verified(sociallogin, sociallogin.provider.app.settings) or ""
        user.name = str(data.get("name") or "")[:200]
        return user

    def get_requests_session(self) -> requests.Session:
        """Asks the provider alone: no other proxy, no redirect, no plain HTTP, not for long."""
        return _Asking()


def verified(sociallogin: Any, given: dict[str, Any]) -> str | None:
    """The mail address that the provider vouches for, in small letters; None: there is none."""
    for one in sociallogin.email_addresses:
        address = str(one.email).strip().lower()
        domain = address.rpartition("@")[2]
        vouched = one.verified is True or given.get("trust_mail") is True
        if vouched and domain and (not given.get("domains") or domain in given["domains"]):
            return address
    return None


class _Asking(requests.Session):
    """A session that goes where it was told to, and no further."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.max_redirects = 0

    def request(self, method: str, url: Any, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        if not may_be_asked(str(url)):
            raise OAuth2Error("The provider names an address that is not reached through TLS.")
        kwargs["timeout"] = _SECONDS
        kwargs["allow_redirects"] = False
        return super().request(method, url, *args, **kwargs)


class _WithNonce(OAuth2Client):  # type: ignore[misc]
    """Asks that the identity token carry a word that belongs to this one attempt."""

    def get_redirect_url(self, address: str, scope: list[str], more: dict[str, Any]) -> str:
        """Where to send the browser."""
        return super().get_redirect_url(address, scope, {**more, "nonce": nonce(self.state)})


def nonce(state: str) -> str:
    """The word of one attempt: whoever knows neither its state nor the app's key cannot make it."""
    return salted_hmac("everyrep.sign-in.nonce", state, algorithm="sha256").hexdigest()


class Strict(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Believes an identity token for its signature, though it comes straight from the provider."""

    client_class = _WithNonce

    def get_provider(self) -> Any:
        """The provider, which asks in the same strict way."""
        provider = super().get_provider()
        provider.oauth2_adapter_class = Strict
        return provider

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is, by what was signed; what the provider says besides must be of the same."""
        signed = kwargs["response"].get("id_token")
        if not signed:
            raise OAuth2Error("The provider gave no identity token.")
        data = {"id_token": self._decode_id_token(app, signed)}
        told_back = str(data["id_token"].get("nonce") or "")
        if not hmac.compare_digest(told_back, nonce(request.GET.get("state", ""))):
            raise OAuth2Error("The identity token was made for another attempt to sign in.")
        if "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") != data["id_token"].get("sub"):
                raise OAuth2Error("The provider speaks of two different people.")
            data["userinfo"] = {**data["id_token"], **told}
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """What the token says, if its signature, issuer, audience and time are right."""
        issuer = str(self.openid_config["issuer"]).rstrip("/")
        if issuer != str(app.settings["server_url"]).rstrip("/"):
            raise OAuth2Error("The provider calls itself by another name than in the file.")
        try:
            found: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key_of(id_token),
                algorithms=list(SIGNATURES),
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=_LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as problem:
            raise OAuth2Error("The identity token is not valid.") from problem
        return found

    def _key_of(self, id_token: str) -> Any:
        """The provider's public key with which a token says that it was signed."""
        head = jwt.get_unverified_header(id_token)
        if head.get("alg") not in SIGNATURES:
            raise OAuth2Error("The identity token is signed in a way that is not accepted.")
        with ByProvider().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in answer.json()["keys"] if key.get("kid") == head.get("kid")]
        if len(keys) != 1:
            raise OAuth2Error("The identity token was signed with a key that is not known.")
        return jwt.PyJWK.from_json(json.dumps(keys[0])).key


def _adapter(request: HttpRequest, provider_id: str) -> Strict:
    if provider_id not in {one["provider_id"] for one in _known()}:
        raise Http404
    return Strict(request, provider_id)


def _known() -> list[dict[str, Any]]:
    return settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]  # type: ignore[no-any-return]


@login_not_required
@never_cache
@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider.

    By a page that leads on, not by a redirect: the policy lets no form end on another host, and
    that is worth more than one click for those whose browser does not follow.
    """
    view = OAuth2LoginView.adapter_view(_adapter(request, provider_id))
    try:
        answer = view(request)
    except (requests.RequestException, OAuth2Error, KeyError, ValueError):
        return render(request, "everyrep/provider_silent.html", status=502)
    if answer.status_code != 302:
        return answer  # type: ignore[no-any-return]
    if not may_be_asked(answer["Location"]):
        return render(request, "everyrep/provider_silent.html", status=502)
    return render(request, "everyrep/to_provider.html", {"address": answer["Location"]})


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider."""
    view = OAuth2CallbackView.adapter_view(_adapter(request, provider_id))
    try:
        return view(request)  # type: ignore[no-any-return]
    except (ObjectDoesNotExist, KeyError, ValueError, TypeError, jwt.PyJWTError):
        # What a provider says is not ours to trust: a malformed answer is a refusal, not a defect.
        return render(request, "everyrep/provider_silent.html", status=502)
