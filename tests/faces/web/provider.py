"""A provider of OpenID Connect, as a process of its own on loopback: code flow, PKCE, RS256.

Started as `python provider.py PORTFILE`. Who signs in is said in the query of /authorize (`as`),
since nobody is there to type; `mode` names one thing that this provider then does wrong.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLIENT, SECRET = "everyrep", "a client secret that nobody may see"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CODES: dict[str, dict[str, str]] = {}
TOKENS: dict[str, dict[str, str]] = {}


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def signed(claims: dict[str, Any], key: rsa.RSAPrivateKey, alg: str = "RS256") -> str:
    head = b64(json.dumps({"alg": alg, "kid": "one", "typ": "JWT"}).encode())
    body = head + "." + b64(json.dumps(claims).encode())
    if alg == "none":
        return body + "."
    return body + "." + b64(key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))


class Provider(BaseHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        ways = {
            "/.well-known/openid-configuration": self.configuration,
            "/jwks": self.keys,
            "/authorize": lambda: self.authorize(query),
            "/userinfo": self.userinfo,
        }
        ways.get(asked.path, lambda: self.answer(404, {}))()

    def configuration(self) -> None:
        at = self.issuer
        self.answer(200, {
            "issuer": at, "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token", "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/jwks", "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        })  # fmt: skip

    def keys(self) -> None:
        public = KEY.public_key().public_numbers()
        key = {"kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256"}
        self.answer(200, {"keys": [{**key, "n": number(public.n), "e": number(public.e)}]})

    def authorize(self, query: dict[str, str]) -> None:
        right = query.get("client_id") == CLIENT and query.get("response_type") == "code"
        if (
            not right
            or query.get("code_challenge_method") != "S256"
            or "openid" not in query.get("scope", "")
        ):
            self.answer(400, {"error": "invalid_request"})
            return
        code = secrets.token_urlsafe()
        CODES[code] = query
        back = urlencode({"code": code, "state": query["state"]})
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{back}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = CODES.pop(form.get("code", ""), None)
        proof = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or form.get("client_id") != CLIENT
            or form.get("client_secret") != SECRET
            or form.get("redirect_uri") != asked["redirect_uri"]
            or proof != asked["code_challenge"]
        ):
            self.answer(400, {"error": "invalid_grant"})
            return
        token = secrets.token_urlsafe()
        TOKENS[token] = asked
        told = {"access_token": token, "token_type": "Bearer", "expires_in": 60}
        if asked.get("mode") != "no_identity":
            told["id_token"] = self.identity(asked)
        self.answer(200, told)

    def identity(self, asked: dict[str, str]) -> str:
        mode, now = asked.get("mode", ""), int(time.time())
        claims = {
            "iss": "https://elsewhere.example" if mode == "other_issuer" else self.issuer,
            "aud": "another" if mode == "other_audience" else CLIENT,
            "sub": asked["as"], "iat": now - 7200 if mode == "expired" else now,
            "exp": now - 3600 if mode == "expired" else now + 300,
            **({} if mode == "no_nonce" else {"nonce": self.nonce(asked)}),
            **self.about(asked),
        }  # fmt: skip
        key = OTHER if mode == "other_key" else KEY
        return signed(claims, key, "none" if mode == "unsigned" else "RS256")

    def nonce(self, asked: dict[str, str]) -> str:
        return "of another attempt" if asked.get("mode") == "other_nonce" else asked["nonce"]

    def about(self, asked: dict[str, str]) -> dict[str, Any]:
        vouched = asked.get("mode") != "unverified"
        return {"email": asked["as"], "email_verified": vouched, "name": "Somebody"}

    def userinfo(self) -> None:
        asked = TOKENS.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if asked is None:
            self.answer(401, {})
            return
        sub = "another" if asked.get("mode") == "other_person" else asked["as"]
        self.answer(200, {"sub": sub, **self.about(asked)})

    def answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Path(sys.argv[1]).write_text(str(server.server_address[1]), encoding="ascii")
    server.serve_forever()
