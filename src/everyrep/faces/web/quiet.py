"""What never goes into a log: links that let somebody in, tokens, sealed secrets."""

from __future__ import annotations

import logging
import re

_SECRETS = (
    (re.compile(r"(/join/)[^/\s?]+"), r"\1..."),
    (re.compile(r"(/password/reset/key/)[^/\s?]+"), r"\1..."),
    (re.compile(r"\bevr_[A-Za-z0-9_-]+"), "evr_..."),
    (re.compile(r"(?i)(\bbearer\s+)\S+"), r"\1..."),
    (re.compile(r"((?:client_secret|code|code_verifier|state|password)=)[^&\s]+"), r"\1..."),
)


class NoSecrets(logging.Filter):
    """Blanks what is secret in every line of a log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line; it is always written."""
        said = record.getMessage()
        for pattern, instead in _SECRETS:
            said = pattern.sub(instead, said)
        record.msg, record.args = said, ()
        return True
