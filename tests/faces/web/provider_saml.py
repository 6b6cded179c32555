"""An identity provider of SAML 2.0, as a process of its own on loopback.

Started as `python provider_saml.py FILE`; it writes its port and certificate there. It signs with
signxml, which shares no code with what reads. Who signs in is said in the query of /sso (`as`),
since nobody is there to type; `mode` names one thing that this provider then does wrong. With a
certificate in `for` it encrypts the assertion for it, in the way that `how` names.
"""

from __future__ import annotations

import base64
import html
import json
import os
import secrets
import sys
import zlib
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod, XMLSigner

P, A = "urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:2.0:assertion"
MAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
ENTITY = "https://id.example.org/saml"


def pair() -> tuple[rsa.RSAPrivateKey, bytes]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "id.example.org")])
    now = datetime.now(UTC)
    found = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30)).sign(key, hashes.SHA256())
    )  # fmt: skip
    return key, found.public_bytes(Encoding.PEM)


KEY, CERTIFICATE = pair()
OTHER, OTHERS = pair()


def when(seconds: int) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def name() -> str:
    return "_" + secrets.token_hex(16)


def assertion(asked: dict[str, str], request: Any) -> str:
    mode, who, acs = asked.get("mode", ""), asked["as"], request.get("AssertionConsumerServiceURL")
    audience = (
        "https://another.example"
        if mode == "other_audience"
        else request.findtext(f"{{{A}}}Issuer")
    )
    recipient = "https://another.example/acs" if mode == "other_recipient" else acs
    start, end = (
        (-900, -600) if mode == "expired" else (900, 1200) if mode == "early" else (-5, 120)
    )
    answers = name() if mode == "other_request" else request.get("ID")
    data = "" if mode == "no_recipient" else f'Recipient="{recipient}" '
    data += "" if mode == "no_end" else f'NotOnOrAfter="{when(end)}" '
    data += "" if mode == "unsolicited" else f'InResponseTo="{answers}"'
    limit = f"<AudienceRestriction><Audience>{audience}</Audience></AudienceRestriction>"
    limit = "" if mode == "no_audience" else limit
    issuer = "https://elsewhere.example" if mode == "other_issuer" else ENTITY
    kind = TRANSIENT if mode == "transient" else PERSISTENT
    mail = who.replace("<", "&lt;") if mode != "comment" else who.replace("|", "<!-- x -->")
    vouched = "false" if mode == "unverified" else "true"
    told = {"email": mail, "displayName": "Somebody"}
    told |= {} if mode == "silent" else {"email_verified": vouched}
    attributes = "".join(
        f'<Attribute Name="{key}"><AttributeValue>{value}</AttributeValue></Attribute>'
        for key, value in told.items()
    )
    return (
        f'<Assertion xmlns="{A}" ID="{name()}" Version="2.0" IssueInstant="{when(0)}">'
        f"<Issuer>{issuer}</Issuer><Subject>"
        f'<NameID Format="{kind}">id of {html.escape(who)}</NameID>'
        f'<SubjectConfirmation Method="{BEARER}"><SubjectConfirmationData {data}/>'
        f'</SubjectConfirmation></Subject><Conditions NotBefore="{when(start)}" '
        f'NotOnOrAfter="{when(end)}">{limit}</Conditions>'
        f'<AuthnStatement AuthnInstant="{when(0)}"><AuthnContext><AuthnContextClassRef>'
        "urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></AuthnContext>"
        f"</AuthnStatement><AttributeStatement>{attributes}</AttributeStatement></Assertion>"
    )  # fmt: skip


def signed(node: Any, mode: str) -> Any:
    """Sign, and put the signature where the schema wants it: after the issuer."""
    if mode == "unsigned":
        return node
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256, digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
    )  # fmt: skip
    key, cert = (OTHER, OTHERS) if mode == "other_key" else (KEY, CERTIFICATE)
    found = signer.sign(node, key=key, cert=cert.decode(), reference_uri=node.get("ID"))
    mark = found.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    found.remove(mark)
    found.insert(1, mark)
    return found


ENC, ENC11 = "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#"
DSIG = "http://www.w3.org/2000/09/xmldsig#"


def locked(text: bytes, how: str) -> tuple[str, bytes, bytes]:
    """The algorithm's name, the key, and what is encrypted with it."""
    key, start = os.urandom(32), os.urandom(16)
    if how != "cbc":
        return ENC11 + "aes256-gcm", key, start[:12] + AESGCM(key).encrypt(start[:12], text, None)
    pad = PKCS7(128).padder()
    lock = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    padded = pad.update(text) + pad.finalize()
    return ENC + "aes256-cbc", key, start + lock.update(padded) + lock.finalize()


def encrypted(node: Any, certificate: str, how: str) -> Any:
    """The assertion, for who has the key of a certificate alone."""
    method, key, data = locked(etree.tostring(node), how)
    public: Any = x509.load_der_x509_certificate(base64.b64decode(certificate)).public_key()
    if how == "rsa15":
        wrapped, by = public.encrypt(key, padding.PKCS1v15()), ENC + "rsa-1_5"
    else:
        sha = hashes.SHA1()  # what the standard's own form of OAEP has
        oaep = padding.OAEP(padding.MGF1(sha), sha, None)
        wrapped, by = public.encrypt(key, oaep), ENC + "rsa-oaep-mgf1p"
    if how == "broken":
        data = data[:-1] + bytes([data[-1] ^ 1])
    value = f"<e:CipherValue>{base64.b64encode(data).decode()}</e:CipherValue>"
    if how == "away":
        value = '<e:CipherReference URI="http://127.0.0.1:9/x"/>'
    packed = (
        f'<e:EncryptedKey Id="_key"><e:EncryptionMethod Algorithm="{by}"/><e:CipherData>'
        f"<e:CipherValue>{base64.b64encode(wrapped).decode()}</e:CipherValue></e:CipherData>"
        "</e:EncryptedKey>"
    )
    to = "http://127.0.0.1:9/key" if how == "key_away" else "#_key"
    beside = how in ("beside", "key_away")
    pointer = f'<d:RetrievalMethod Type="{ENC}EncryptedKey" URI="{to}"/>'
    return etree.fromstring(
        f'<EncryptedAssertion xmlns="{A}" xmlns:e="{ENC}" xmlns:d="{DSIG}">'
        f'<e:EncryptedData Type="{ENC}Element"><e:EncryptionMethod Algorithm="{method}"/>'
        f"<d:KeyInfo>{pointer if beside else packed}</d:KeyInfo>"
        f"<e:CipherData>{value}</e:CipherData></e:EncryptedData>{packed if beside else ''}"
        "</EncryptedAssertion>"
    )


def response(asked: dict[str, str], request: Any) -> bytes:
    mode, acs = asked.get("mode", ""), request.get("AssertionConsumerServiceURL")
    answers = "" if mode == "unsolicited" else f'InResponseTo="{request.get("ID")}"'
    to = "https://another.example/acs" if mode == "other_destination" else acs
    status = "AuthnFailed" if mode == "failed" else "Success"
    outside = etree.fromstring(
        f'<p:Response xmlns:p="{P}" ID="{name()}" Version="2.0" '
        f'IssueInstant="{when(0)}" Destination="{to}" {answers}>'
        f'<Issuer xmlns="{A}">{ENTITY}</Issuer>'
        f'<p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></p:Status>'
        "</p:Response>"
    )
    inside = etree.fromstring(assertion(asked, request))
    if mode == "signed_outside":
        outside.append(inside)
        return etree.tostring(signed(outside, mode))
    inside = signed(inside, mode)
    if "for" in asked:
        inside = encrypted(inside, asked["for"], asked.get("how", ""))
    outside.append(inside)
    return etree.tostring(signed(outside, "") if asked.get("how") == "signed_too" else outside)


class Provider(BaseHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        if asked.path != "/sso":
            self.answer(404, "")
            return
        packed = base64.b64decode(query["SAMLRequest"])
        request = etree.fromstring(zlib.decompress(packed, -15))
        reply = base64.b64encode(response(query, request)).decode()
        to = html.escape(request.get("AssertionConsumerServiceURL"))
        self.answer(200, f'<form method="post" action="{to}"><input name="SAMLResponse" '
                         f'value="{reply}"></form>')  # fmt: skip

    def answer(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    told = {"port": server.server_address[1], "certificate": CERTIFICATE.decode()}
    file = Path(sys.argv[1])
    file.with_suffix(".new").write_text(json.dumps(told), encoding="ascii")
    file.with_suffix(".new").rename(file)
    server.serve_forever()
