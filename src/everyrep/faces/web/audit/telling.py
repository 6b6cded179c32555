"""What an entry of the audit says, as a sentence whose subject is who did it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from everyrep.faces.web.access.roles import ROLES
from everyrep.faces.web.audit.models import Entry
from everyrep.faces.web.jobs.kinds import KINDS
from everyrep.warehouse.identity import Ruling

SENTENCES = {
    "account_linked": "linked the account {about} to {now} in the records",
    "answered_contest": "answered what {about} contested: {state}",
    "answered_erase": "answered the wish of {about} to be erased: {state}",
    "answered_restrict": "answered the wish of {about} to be left out: {state}",
    "asked_contest": "contested a figure about themselves",
    "asked_erase": "asked to be erased",
    "asked_restrict": "asked to be left out",
    "backup_made": "made the backup {about}",
    "backup_verified": "restored the backup {about} for a trial: {well}",
    "backups_dropped": "dropped backups that newer ones stand for",
    "changed_by_directory": "changed the account {about}, as the company's directory says",
    "case_kept": "kept the business case {about}",
    "case_weighed": "worked out the business case {about}: {word}",
    "claim_added": "added the claim {about} to the ledger: {claim}",
    "claim_tested": "tested the claim {about}: {verdict}",
    "deactivated": "closed the account {about}, as the company's directory says",
    "erased": "erased somebody from the data, as {about}",
    "exported": "took the figures of {about} away as {form}",
    "exported_own_data": "took away all that is held about themselves",
    "files_uploaded": "uploaded files: {files}",
    "invited": "invited {about}",
    "invitation_withdrawn": "took back the invitation of {about}",
    "job_asked": "asked the app to {job}",
    "job_cancelled": "cancelled job no. {about}",
    "job_retried": "had job no. {about} tried again",
    "joined": "joined by an invitation",
    "load_landed": "loaded {source} as {about} on {when}; rows: {rows}, rejected: {rejected}",
    "load_taken_back": "took back the load {about} on {when}",
    "locked_out": "was locked out after too many tries to sign in as {about}",
    "looked": "opened {measure} of {about}",
    "mapping_saved": "changed the mapping {about}",
    "match_decided": "decided about two records ({ruling}): {about}",
    "match_found": "had decided about two records ({ruling}) on {when}, found later: {about}",
    "dispute_answered": "answered dispute no. {dispute} of {about}",
    "dispute_granted": "granted dispute no. {dispute} of {about}: a line in {period}",
    "dispute_refused": "refused dispute no. {dispute} of {about}",
    "dispute_replied": "said more on dispute no. {dispute} of {about}",
    "dispute_withdrawn": "withdrew dispute no. {dispute}",
    "pay_adjusted": "adjusted the pay of {about} by hand, as no. {adjustment}",
    "pay_adjustment_withdrawn": "took back adjustment no. {adjustment} of {about}",
    "pay_approved": "approved run no. {about} of {period}, and so posted it",
    "pay_asked": "asked for run no. {about} of {period}",
    "pay_disputed": "disputed a line of {period}, as no. {dispute}",
    "pay_dropped": "dropped run no. {about} of {period}",
    "pay_exported": "took the {file} of {period} away as {form}",
    "pay_locked": "locked {period} with run no. {about}",
    "pay_reviewed": "reviewed run no. {about} of {period}",
    "pay_statement_taken": "took the statement of {about} of {period} away",
    "plan_accepted": "accepted the plan {about}, version {version}",
    "plan_approved": "approved the plan {about}, version {version}, for {side}",
    "plan_in_force": "put the plan {about}, version {version}, in force",
    "plan_members": "said who is on the plan {about}, version {version}",
    "plan_sent_back": "sent the plan {about}, version {version}, back: {why}",
    "plan_submitted": "submitted the plan {about}, version {version}, for approval",
    "plan_written": "wrote the plan {about}, version {version}",
    "names_struck": "struck the name of an erased person out of {entries} entries",
    "password_changed": "changed their password",
    "password_reset": "set a new password by mail",
    "password_set": "set a password",
    "provisioned": "made the account {about}, as the company's directory says",
    "question_asked": "asked what the records say of {about}",
    "question_registered": "registered the question of {about} before looking",
    "refused": "was refused {about}",
    "rejects_downloaded": "took away the rejected rows of {about}",
    "role_chosen": "acts as {role_about} from now on",
    "role_ended": "took the role {role} from {about}",
    "role_given": "gave {about} the role {role}",
    "second_factor_added": "added a second factor ({kind})",
    "second_factor_removed": "removed a second factor ({kind})",
    "second_factor_renewed": "renewed a second factor ({kind})",
    "session_ended": "had a session ended: {why}",
    "session_over": "came back to a session that was over",
    "sign_in": "signed in",
    "sign_in_failed": "tried to sign in as {about}, and could not",
    "sign_in_linked": "linked the sign-in of {provider} to {about}",
    "sign_in_refused": "came from {provider} as {about}, and was not let in",
    "sign_in_unlinked": "unlinked the sign-in of {provider} from {about}",
    "sign_out": "signed out",
    "token_made": "made a token for {days} days",
    "token_revoked": "ended token no. {token}",
    "trial_frozen": "drew the lots of the trial {about} and froze its plan ({hash})",
    "trial_concluded": "concluded the trial {about}",
    "trial_watched": "looked at the trial {about}",
    "unlocked": "let {about} try to sign in again",
    "upload_dropped": "deleted uploaded files without loading them",
    "view_as": "began to look as {about}",
    "view_as_ended": "stopped looking as somebody else",
    "withdrew": "withdrew request no. {number}",
}  # fmt: skip
"""By the word in the record. Words stay in records for good, so none is ever taken out here."""


_FACTORS = {"webauthn": "passkey", "totp": "authenticator app", "recovery_codes": "recovery codes"}
_COUNTS = ("rows", "rejected")


class _Known(dict[str, str]):
    """What an entry holds; what it does not hold is said to be missing instead of failing."""

    def __missing__(self, key: str) -> str:
        return f"({key} not recorded)"


def told(entry: Entry) -> str:
    """What somebody did or saw, such as "took the figures of win_rate away as csv".

    A word without a sentence is shown as it is, with what it is about: nothing may be left out of
    what an auditor reads.
    """
    sentence = SENTENCES.get(entry.what)
    if sentence is None:
        return f"{entry.what.replace('_', ' ')} {entry.about}".strip()
    detail = entry.detail if isinstance(entry.detail, dict) else {}
    held = {name: _word(name, value) for name, value in detail.items()}
    about = entry.about or "somebody"
    told_of = {"role_about": _word("role", entry.about), "job": _job(about)}
    return sentence.format_map(_Known(held, about=about, **told_of))


def words(wanted: str) -> list[str]:
    """The words whose sentences hold a text, so that one finds what one reads."""
    wanted = wanted.lower()
    return [what for what, sentence in SENTENCES.items() if wanted in sentence.lower()]


def kinds(wanted: str) -> list[str]:
    """The kinds of jobs whose titles hold a text."""
    return [one.name for one in KINDS.values() if wanted.lower() in one.title.lower()]


def _job(about: str) -> str:
    """A job by what it does and its number: of "build 12", "build (job no. 12)"."""
    name, _, number = about.rpartition(" ")
    title = KINDS[name].title if name in KINDS else name.replace("_", " ")
    return f"{title[:1].lower()}{title[1:]} (job no. {number})"


def _word(name: str, value: Any) -> str:
    if name == "role" and value in ROLES:
        return ROLES[value].title
    if name == "kind":
        return _FACTORS.get(str(value), str(value))
    if name == "ruling" and value in set(Ruling):
        return Ruling(value).says
    if name == "well":
        return "it is whole" if value else "it is not whole"
    if name in _COUNTS and isinstance(value, int):
        return f"{value:,}"
    if name == "when":
        return _moment(str(value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _moment(text: str) -> str:
    """A moment in ISO's form to the minute, as in "2026-05-04 10:31 UTC"."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text or "a day that is not recorded"
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
