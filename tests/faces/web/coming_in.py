"""Single sign-on from the outside: on the way to a provider, and who is inside afterwards."""

from __future__ import annotations

import html
import re

from django.test import Client

from everyrep.faces.web.access.models import User


def way_to_provider(client: Client, begin: str) -> str:
    """The address of the provider that the page leads to with which signing in begins."""
    page = client.post(begin)
    assert page.status_code == 200, page.content
    found = re.search(r'<a class="btn[^"]*" href="([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def inside(client: Client) -> str | None:
    """The mail address of who has signed in."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else None
