"""One person, three systems, three spellings: what each system believes to know of a person."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from everyrep.sources.simulated.chance import Bools, stream
from everyrep.sources.simulated.names import FAMILY, GIVEN, NICKNAMES
from everyrep.sources.simulated.options import Options
from everyrep.sources.simulated.people import Roster
from everyrep.sources.simulated.vocabulary import LMS_HOME, MAIL_DOMAIN, OLD_MAIL_DOMAIN

NAMESAKES_A_HUNDRED = 1.0
CHANGED_NAME = 0.03
NICKNAMED = 0.45
NO_NUMBER_IN_CRM = 0.35
OLD_DOMAIN_IN_CRM = 0.08
SHORT_MAIL_IN_CRM = 0.10
NO_MAIL_IN_HR = 0.08
SHORT_MAIL_IN_HR = 0.07
ACCOUNT_IN_LMS = 0.25
LONG_FORM = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae",
     "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)  # fmt: skip
SHORT_FORM = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae"})


@dataclass(frozen=True)
class Identity:
    """What the systems know of each person; lists in the order of the roster.

    Attributes:
        number: Employee number in HR.
        given: Given name.
        family: Family name as HR has it today.
        old_family: Family name before a change of name; the same where there was none.
        mail_hr: Mail address in HR, "" where missing.
        crm_first: First name in the CRM, often a short form.
        crm_last: Last name in the CRM, from before a change of name.
        mail_crm: Mail address in the CRM.
        crm_number: Employee number in the CRM, "" where nobody typed it in.
        lms_mail: Mail address of the actor in the LMS; "" for those known by account.
        lms_account: Account name of the actor in the LMS; "" for those known by mail.
        lms_name: Name of the actor in the LMS, without accents.
        counts: How many people carry each kind of difference.
    """

    number: list[str]
    given: list[str]
    family: list[str]
    old_family: list[str]
    mail_hr: list[str]
    crm_first: list[str]
    crm_last: list[str]
    mail_crm: list[str]
    crm_number: list[str]
    lms_mail: list[str]
    lms_account: list[str]
    lms_name: list[str]
    counts: dict[str, int]


def identify(options: Options, roster: Roster) -> Identity:
    """Draws names and spells them the way each system would."""
    rng = stream(options.seed, "identity")
    n = roster.n
    given, family, namesakes = _names(rng, n, options.mess)
    draw = {
        name: (rng.random(n) < share) & options.mess
        for name, share in (
            ("changed_name", CHANGED_NAME), ("nickname", NICKNAMED),
            ("no_number_in_crm", NO_NUMBER_IN_CRM), ("old_domain_in_crm", OLD_DOMAIN_IN_CRM),
            ("short_mail_in_crm", SHORT_MAIL_IN_CRM), ("no_mail_in_hr", NO_MAIL_IN_HR),
            ("short_mail_in_hr", SHORT_MAIL_IN_HR), ("account_in_lms", ACCOUNT_IN_LMS),
        )
    }  # fmt: skip
    draw["nickname"] &= np.array([name in NICKNAMES for name in given])
    draw["short_mail_in_crm"] &= ~draw["old_domain_in_crm"]
    draw["short_mail_in_hr"] &= ~draw["no_mail_in_hr"]
    spare = rng.integers(0, len(FAMILY), n).tolist()
    old = [
        FAMILY[s] if c else f for s, c, f in zip(spare, draw["changed_name"], family, strict=True)
    ]
    counts = {name: int(mask.sum()) for name, mask in draw.items()} | {"namesakes": namesakes}
    return _spell(rng, roster, given, family, old, draw, counts)


def plain(name: str) -> str:
    """A name without accents: Müller gives Muller."""
    folded = unicodedata.normalize("NFKD", name.translate(SHORT_FORM))
    return "".join(c for c in folded if not unicodedata.combining(c))


def mail_name(name: str) -> str:
    """A name as mail addresses write it: Müller gives mueller."""
    return plain(name.translate(LONG_FORM)).lower().replace(" ", "").replace("'", "")


def _names(rng: np.random.Generator, n: int, mess: bool) -> tuple[list[str], list[str], int]:
    """Distinct full names, but for a known number of pairs that share theirs."""
    pairs = rng.permutation(len(GIVEN) * len(FAMILY))[:n]
    if len(pairs) < n:
        pairs = np.resize(pairs, n)
    same = round(n * NAMESAKES_A_HUNDRED / 100) if mess else 0
    chosen = rng.permutation(n)[: 2 * same]
    pairs[chosen[:same]] = pairs[chosen[same:]]
    given = [GIVEN[i] for i in (pairs % len(GIVEN)).tolist()]
    family = [FAMILY[i] for i in (pairs // len(GIVEN)).tolist()]
    return given, family, same


def _spell(
    rng: np.random.Generator, roster: Roster, given: list[str], family: list[str],
    old: list[str], draw: dict[str, Bools], counts: dict[str, int],
) -> Identity:  # fmt: skip
    n = roster.n
    order = np.argsort(np.argsort(roster.hired, kind="stable"), kind="stable")
    number = [
        str(10_000 + 3 * place + skip)
        for place, skip in zip(order.tolist(), rng.integers(0, 3, n).tolist(), strict=True)
    ]
    local = _distinct([f"{mail_name(g)}.{mail_name(f)}" for g, f in zip(given, old, strict=True)])
    short = _distinct([f"{mail_name(g)[0]}{mail_name(f)}" for g, f in zip(given, old, strict=True)])
    full = [f"{name}@{MAIL_DOMAIN}" for name in local]
    brief = [f"{name}@{MAIL_DOMAIN}" for name in short]
    dated = [f"{name}@{OLD_MAIL_DOMAIN}" for name in local]
    by_account = draw["account_in_lms"].tolist()
    ascii_crm = (rng.random(n) < 0.3).tolist()
    first = [NICKNAMES[g] if nick else g for g, nick in zip(given, draw["nickname"], strict=True)]
    return Identity(
        number=number,
        given=given,
        family=family,
        old_family=old,
        mail_hr=_pick([full, [""] * n, brief], draw["no_mail_in_hr"], draw["short_mail_in_hr"]),
        crm_first=[plain(f) if a else f for f, a in zip(first, ascii_crm, strict=True)],
        crm_last=[plain(f) if a else f for f, a in zip(old, ascii_crm, strict=True)],
        mail_crm=_pick([full, dated, brief], draw["old_domain_in_crm"], draw["short_mail_in_crm"]),
        crm_number=["" if gone else one for one, gone in
                    zip(number, draw["no_number_in_crm"].tolist(), strict=True)],
        lms_mail=["" if acc else mail for mail, acc in zip(full, by_account, strict=True)],
        lms_account=[name if acc else "" for name, acc in zip(short, by_account, strict=True)],
        lms_name=[plain(f"{g} {f}") for g, f in zip(given, old, strict=True)],
        counts=counts,
    )  # fmt: skip


def _pick(forms: list[list[str]], second: Bools, third: Bools) -> list[str]:
    choice = (second + 2 * third).tolist()
    return [forms[form][place] for place, form in enumerate(choice)]


def _distinct(names: list[str]) -> list[str]:
    """Adds 2, 3 ... to names that were given out before."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}{seen[name]}")
    return out


def actor(identity: Identity, person: int) -> str:
    """The actor of a person's statements as JSON."""
    name = f'"name":"{identity.lms_name[person]}"'
    if identity.lms_mail[person]:
        return f'{{"objectType":"Agent",{name},"mbox":"mailto:{identity.lms_mail[person]}"}}'
    account = f'{{"homePage":"{LMS_HOME}","name":"{identity.lms_account[person]}"}}'
    return f'{{"objectType":"Agent",{name},"account":{account}}}'
