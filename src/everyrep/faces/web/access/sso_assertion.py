"""What a SAML reply says, once all of it was checked that makes it a proof.

The signature, its place and most conditions are python3-saml's to check. What it lets pass where a
provider leaves it out is asked for here: to whom, for whom, until when and in answer to what, each
of it read from the signed assertion and never from the envelope around it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xmlsec
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from everyrep.faces.web.access.sso_encrypted import hold_readable
from everyrep.faces.web.access.sso_refused import Refused

_MOST = 256 * 1024
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)[\"']", re.I)
_BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
_UNREADABLE = (
    OneLogin_Saml2_Error, xmlsec.Error, ValueError, TypeError, KeyError, SyntaxError,
)  # fmt: skip
_TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"


@dataclass(frozen=True)
class Proof:
    """A reply that was checked.

    Attributes:
        auth: What python3-saml read: name, attributes.
        key: Which assertion it was, so that it serves once.
        until: After which it would not be accepted anyway.
        answers: Which request of ours it answers; empty: none.
    """

    auth: Any
    key: str
    until: datetime
    answers: str


def prove(reply: str, config: dict[str, Any], here: str) -> Proof:
    """Check a reply.

    Args:
        reply: As it was posted, in base64.
        config: Python3-saml's settings.
        here: The address that it must be for.

    Raises:
        Refused: It proves nothing.
    """
    raw = plain(reply)
    scheme, _, rest = here.partition("://")
    host, slash, path = rest.partition("/")
    asked = {
        "https": "on" if scheme == "https" else "off", "http_host": host,
        "script_name": slash + path, "get_data": {}, "post_data": {"SAMLResponse": reply},
    }  # fmt: skip
    auth = OneLogin_Saml2_Auth(asked, config)
    try:
        hold_readable(OneLogin_Saml2_XML.to_etree(raw), has_key=bool(config["sp"]["privateKey"]))
        auth.process_response()
        if auth.get_errors() or not auth.is_authenticated():
            raise Refused(str(auth.get_last_error_reason() or "it is not valid")[:200])
        root = OneLogin_Saml2_XML.to_etree(auth.get_last_response_xml())
        found = _asserted(root, config["sp"]["entityId"], here)
    except _UNREADABLE as problem:
        raise Refused(f"it cannot be read ({type(problem).__name__})") from problem
    return Proof(auth, *found)


def plain(reply: str) -> bytes:
    """Refuse what is too large, and what could make a reader of XML do more than read.

    Returns:
        The document.

    Raises:
        Refused: It is not a small document in UTF-8 without declarations of its own.
    """
    if not reply or len(reply) > _MOST:
        raise Refused("it is empty or too large")
    try:
        raw = base64.b64decode("".join(reply.split()), validate=True)
        raw.decode("utf-8")
    except (binascii.Error, ValueError):
        raise Refused("it is not XML in UTF-8") from None
    declared = _DECLARED.match(raw)
    if b"\0" in raw or (declared and declared[1].lower() not in (b"utf-8", b"utf8")):
        raise Refused("it is not XML in UTF-8")
    if re.search(rb"<!\s*(doctype|entity)", raw, re.I):
        raise Refused("it declares a document type")
    return raw


def _asserted(root: Any, audience: str, here: str) -> tuple[str, datetime, str]:
    """Which assertion it is, until when it holds, and which request it answers."""
    (assertion,) = OneLogin_Saml2_XML.query(root, "/samlp:Response/saml:Assertion")
    if root.get("Destination") not in (None, here):
        raise Refused("it was sent to another address")
    audiences = _texts(assertion, "./saml:Conditions/saml:AudienceRestriction/saml:Audience")
    if audience not in audiences:
        raise Refused("it is not for this app")
    if _format(assertion) == _TRANSIENT:
        raise Refused("the provider calls the same person otherwise each time")
    given = [
        data
        for one in _nodes(assertion, "./saml:Subject/saml:SubjectConfirmation")
        if one.get("Method") == _BEARER
        for data in _nodes(one, "./saml:SubjectConfirmationData")
    ]
    ends = [_moment(data) for data in given if data.get("Recipient") == here]
    if not given or len(ends) < len(given) or min(ends) <= datetime.now(UTC):
        raise Refused("it does not say that it is for this address, and until when")
    answers = {data.get("InResponseTo") or "" for data in given}
    if len(answers) != 1:
        raise Refused("it answers several requests")
    whose = f"{assertion.findtext('{*}Issuer')} {assertion.get('ID')}"
    return hashlib.sha256(whose.encode()).hexdigest(), max(ends), answers.pop()


def _nodes(node: Any, path: str) -> list[Any]:
    return list(OneLogin_Saml2_XML.query(node, path))


def _texts(node: Any, path: str) -> set[str]:
    return {str(found.text or "").strip() for found in _nodes(node, path)}


def _format(assertion: Any) -> str:
    found = _nodes(assertion, "./saml:Subject/saml:NameID")
    return str(found[0].get("Format") or "") if found else ""


def _moment(data: Any) -> datetime:
    until = data.get("NotOnOrAfter")
    if not until:
        raise Refused("it does not say until when it holds")
    seconds = OneLogin_Saml2_Utils.parse_SAML_to_time(until)
    return datetime.fromtimestamp(float(seconds), UTC)
