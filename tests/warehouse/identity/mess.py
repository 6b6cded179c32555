"""Make rosters of three systems that disagree about the same people, with the truth beside them.

A company is drawn first: people with names, numbers, mail addresses, teams, hire dates, among them
real namesakes. Then each system writes down most of them in its own form, and each kind of mess
befalls a record with its own chance. Nothing here knows how the resolver works.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate

import pyarrow as pa

from tests.warehouse.identity.people_names import (
    LANGUAGES,
    ROMAN,
    ROMAN_OTHER,
    SHORT_FORMS,
    TAIL_ENDS,
    TAIL_STARTS,
    TITLES,
    WITH_DIGRAPHS,
    WITHOUT_MARKS,
)

SCHEMA = pa.schema(
    [(name, pa.string()) for name in (
        "ref", "system", "source_id", "full_name", "first_name", "last_name", "email",
        "other_emails", "employee_number", "title", "team")]
    + [("hire_date", pa.date32()), ("exit_date", pa.date32())]
)  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """How messy the systems are: chances a record, and which columns there are at all."""

    mess: float = 0.10
    """Chance of each kind of mess, record by record."""
    coverage: tuple[tuple[str, float], ...] = (("hr", 0.98), ("crm", 0.90), ("lms", 0.95))
    mail: tuple[tuple[str, float], ...] = (("hr", 0.9), ("crm", 0.95), ("lms", 0.9))
    """Share of records that have a mail address, before mess."""
    number: tuple[tuple[str, float], ...] = (("hr", 1.0), ("crm", 0.3), ("lms", 0.5))
    hired: tuple[tuple[str, float], ...] = (("hr", 1.0), ("crm", 0.2), ("lms", 0.3))
    team: tuple[tuple[str, float], ...] = (("hr", 1.0), ("crm", 0.9), ("lms", 0.6))
    names: bool = True
    tail: float = 0.45
    """Share of people with a surname of the long tail."""
    repeated: float = 0.005
    """Chance that a system has a person twice."""
    service: float = 0.003
    """Service accounts a record."""


def _none(profile: Profile, *columns: str) -> Profile:
    return replace(profile, **dict.fromkeys(columns, (("hr", 0.0), ("crm", 0.0), ("lms", 0.0))))


MILD = Profile()
PROFILES = {
    "mild": MILD,
    "heavy": Profile(mess=0.25),
    "no mails": _none(MILD, "mail"),
    "names only": _none(MILD, "mail", "number", "hired", "team"),
    "numbers only": replace(
        _none(MILD, "mail", "hired", "team"),
        names=False,
        number=(("hr", 1.0), ("crm", 1.0), ("lms", 1.0)),
    ),
    "common names": replace(MILD, tail=0.0),
}


@dataclass(frozen=True)
class Person:
    """One member of the company, as they truly are."""

    number: int
    first: str
    middle: str
    last: str
    language: str
    maiden: str
    """A surname borne before or besides; equal to `last` for most."""
    mail: str
    """Local part of the company's address."""
    aliases: tuple[str, ...]
    """Other local parts that reach the same mailbox; nobody else has them."""
    maiden_mail: str
    """Local part under the other surname."""
    team: str
    title: str
    hired: date
    gone: date | None


@dataclass
class Mess:
    """Records of three systems, and whose each is."""

    records: pa.Table
    truth: dict[str, int]
    """The person of each ref; service accounts are persons of their own, below zero."""
    people: list[Person] = field(default_factory=list)


def make_mess(people: int, profile: Profile = MILD, seed: int = 0) -> Mess:
    """Return the messy records of a company of so many people."""
    dice = random.Random(f"{seed} {people}")
    company = _company(dice, people, profile)
    rows: list[dict[str, object]] = []
    truth: dict[str, int] = {}
    for system, share in profile.coverage:
        ids = iter(dice.sample(range(10**6, 10**7), 2 * people + 100))
        seen = [person for person in company if dice.random() < share]
        seen += [person for person in seen if dice.random() < profile.repeated]
        for person in seen:
            row = _record(dice, person, system, profile)
            _keep(rows, truth, row, system, next(ids), person.number)
        for _ in range(int(len(seen) * profile.service)):
            _keep(rows, truth, _service(dice), system, next(ids), -len(rows) - 1)
    dice.shuffle(rows)
    return Mess(pa.Table.from_pylist(rows, schema=SCHEMA), truth, company)


def _keep(rows, truth, row, system, source_id, person) -> None:  # type: ignore[no-untyped-def]
    ref = f"{system}:{source_id}"
    rows.append({**row, "ref": ref, "system": system, "source_id": str(source_id)})
    truth[ref] = person


def _company(dice: random.Random, people: int, profile: Profile) -> list[Person]:
    """Return the people, with mail addresses that are unique as a company's are."""
    taken: set[str] = set()
    languages = list(LANGUAGES)
    shares = list(accumulate(LANGUAGES[name][0] for name in languages))
    pools = {name: _pools(name) for name in languages}
    teams = max(people // 12, 1)
    company = []
    for number in range(people):
        language = dice.choices(languages, cum_weights=shares)[0]
        given, surnames = pools[language]
        first, last = _draw(dice, given), _surname(dice, surnames, profile.tail)
        maiden = _surname(dice, surnames, profile.tail) if dice.random() < 0.06 else last
        mail = _free(f"{_letters(first)}.{_letters(last)}", taken)
        hired = date(2012, 1, 1) + timedelta(days=dice.randrange(0, 4700))
        if dice.random() < 0.5:
            hired = hired.replace(day=1)
        company.append(
            Person(
                number=number,
                first=first,
                middle=_draw(dice, given) if dice.random() < 0.35 else "",
                last=last,
                language=language,
                maiden=maiden,
                mail=mail,
                aliases=tuple(_free(alias, taken) for alias in _aliases(first, last)),
                maiden_mail=mail
                if maiden == last
                else _free(f"{_letters(first)}.{_letters(maiden)}", taken),
                team=f"Team {dice.randrange(teams)}",
                title=dice.choice(TITLES),
                hired=hired,
                gone=hired + timedelta(days=dice.randrange(90, 2000))
                if dice.random() < 0.2
                else None,
            )
        )
    return company


Pool = tuple[list[str], list[float]]


def _pools(language: str) -> tuple[Pool, Pool]:
    """Return given names and surnames with running weights that fall as one over the rank."""
    _, given, surnames = LANGUAGES[language]
    return _weighted(given), _weighted(surnames)


def _weighted(names: str) -> Pool:
    words = [word.replace("_", " ") for word in names.split()]
    return words, list(accumulate(1.0 / (rank + 4) for rank in range(len(words))))


def _draw(dice: random.Random, pool: Pool) -> str:
    return dice.choices(pool[0], cum_weights=pool[1])[0]


def _surname(dice: random.Random, pool: Pool, tail: float) -> str:
    if dice.random() >= tail:
        return _draw(dice, pool)
    return dice.choice(TAIL_STARTS) + dice.choice(TAIL_ENDS)


def _free(local: str, taken: set[str]) -> str:
    """Return the local part, numbered if somebody has it already."""
    number = 1
    while (unique := local if number == 1 else f"{local}{number}") in taken:
        number += 1
    taken.add(unique)
    return unique


def _aliases(first: str, last: str) -> tuple[str, ...]:
    given, family = _letters(first), _letters(last)
    return (
        f"{given[:1]}.{family}",
        f"{given[:1]}{family}",
        f"{given}{family}",
        f"{given}_{family}",
        f"{given}{family[:1]}",
    )


def _letters(name: str) -> str:
    """Return a name as mail addresses spell it."""
    return "".join(letter for letter in _ascii(name, ROMAN).lower() if letter.isalnum())


def _ascii(text: str, table: dict[str, str]) -> str:
    """Return text without marks or foreign letters."""
    out = []
    for letter in text:
        low = letter.lower()
        bare = _bare(low)
        spelled = table.get(low, table.get(bare, WITHOUT_MARKS.get(low, bare)))
        out.append(spelled.capitalize() if letter.isupper() else spelled)
    return "".join(out)


def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _record(
    dice: random.Random, person: Person, system: str, profile: Profile
) -> dict[str, object]:
    """Return one system's record of a person, with its mess."""
    hit = profile.mess
    row: dict[str, object] = {}
    first, middle, last = person.first, person.middle, person.last
    if person.maiden != last and dice.random() < 0.4:
        last = dice.choice([person.maiden, f"{person.maiden}-{last}"])
    if profile.names:
        row |= _name(dice, system, _bent(dice, first, middle, last, person.language, hit), hit)
    if dice.random() < dict(profile.mail)[system]:
        row |= _mails(dice, person, last, hit)
    if dice.random() < dict(profile.number)[system]:
        row["employee_number"] = _number(dice, 10000 + 3 * person.number, hit)
    if dice.random() < dict(profile.hired)[system]:
        row["hire_date"] = _hired(dice, person.hired, hit)
        row["exit_date"] = person.gone if dice.random() > hit else None
    if dice.random() < dict(profile.team)[system]:
        row["team"] = person.team if dice.random() > hit else f"Team {dice.randrange(500)}"
        row["title"] = person.title if dice.random() > hit else dice.choice(TITLES)
    return row


def _bent(
    dice: random.Random, first: str, middle: str, last: str, language: str, hit: float
) -> tuple[str, str, str]:
    """Return the three names with a short form, slips, lost marks and lost middle names."""
    if dice.random() < hit and first in SHORT_FORMS:
        first = dice.choice(SHORT_FORMS[first].split())
    middle = dice.choice(["", middle, middle[:1] and middle[:1] + "."])
    if dice.random() < hit and middle and "." not in middle:
        first, middle = middle, ""
    if language in ("russian", "greek"):
        if dice.random() > 0.25:
            table = ROMAN if dice.random() > hit else ROMAN_OTHER
            first, middle, last = (_ascii(word, table) for word in (first, middle, last))
    elif dice.random() < 2 * hit:
        table = dice.choice([WITH_DIGRAPHS, WITHOUT_MARKS])
        first, last = ("".join(table.get(s, _bare(s)) for s in word) for word in (first, last))
    if dice.random() < hit / 2:
        first = _slip(dice, first)
    if dice.random() < hit / 2:
        last = _slip(dice, last)
    return first, middle, last


def _slip(dice: random.Random, word: str) -> str:
    """Return a word with one letter dropped, doubled, swapped with the next, or replaced."""
    at = dice.randrange(len(word))
    kind = dice.randrange(4)
    if kind == 0 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + dice.choice("aeinorst") + word[at + 1 :]


def _name(
    dice: random.Random, system: str, bent: tuple[str, str, str], hit: float
) -> dict[str, object]:
    """Return the name columns as this system writes them."""
    first, middle, last = bent
    if system == "hr":
        if dice.random() < hit / 4:
            first, last = last, first
        return {"first_name": f"{first} {middle}".strip(), "last_name": last}
    plain = " ".join(word for word in (first, middle, last) if word)
    if dice.random() < hit:
        plain = dice.choice(
            [f"{last}, {first} {middle}".strip(), f"{last.upper()} {first}", f"{last} {first}"]
        )
    if dice.random() < hit / 2:
        plain = dice.choice([f"Dr. {plain}", f"{plain}, PhD", plain.upper(), plain.lower()])
    if system == "lms" and dice.random() < 0.5:
        return {"full_name": plain, "first_name": first, "last_name": last}
    return {"full_name": plain}


def _mails(dice: random.Random, person: Person, last: str, hit: float) -> dict[str, object]:
    """Return the mail columns: the company's address, or one of the ways it strays."""
    domain = "acme.com" if dice.random() > hit else dice.choice(["acme.de", "acme-group.com"])
    local = person.mail
    if dice.random() < hit:
        local = dice.choice(person.aliases)
    elif last != person.last and dice.random() < 0.5:
        local = person.maiden_mail
    if dice.random() < hit / 2:
        local += "+" + dice.choice(["crm", "lms", "training"])
    mail = f"{local}@{domain}"
    if dice.random() < hit / 3:
        mail = f"{local}{dice.randrange(100)}@gmail.com"
    if dice.random() < hit / 5:
        return {"email": dice.choice(["sales@acme.com", "training@acme.com"])}
    if dice.random() < hit / 2:
        return {"email": mail.upper(), "other_emails": f"{person.mail}@acme.com"}
    return {"email": mail}


def _number(dice: random.Random, number: int, hit: float) -> str | None:
    """Return an employee number as written: padded, prefixed, mistyped or lost."""
    if dice.random() < hit:
        return None
    text = str(number)
    if dice.random() < hit / 3:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice("0123456789") + text[at + 1 :]
    if dice.random() < hit:
        return dice.choice([f"000{text}", f"E{text}", f"EMP-{text}", f" {text}"])
    return text


def _hired(dice: random.Random, hired: date, hit: float) -> date:
    """Return a hire date as written: off by some days, or day and month swapped."""
    if dice.random() < hit:
        if dice.random() < 0.3 and hired.day <= 12:
            return hired.replace(month=hired.day, day=hired.month)
        return hired + timedelta(days=dice.choice([-30, -14, -1, 1, 3, 14, 31, 200, -365]))
    return hired


def _service(dice: random.Random) -> dict[str, object]:
    """Return a service account."""
    return dice.choice(
        [
            {"full_name": "API User", "email": "api@acme.com"},
            {"full_name": "System Administrator", "email": "admin@acme.com"},
            {"full_name": "Marketing Integration"},
            {"first_name": "Sales", "last_name": "Support", "email": "support@acme.com"},
            {"full_name": "Test User"},
        ]
    )


@dataclass(frozen=True)
class Verdict:
    """How a resolution compares with the truth, pair of records by pair of records."""

    found: int
    true: int
    both: int
    wrong: tuple[tuple[str, str], ...]
    """Some pairs of refs that are wrongly one person."""

    @property
    def precision(self) -> float:
        """Share of found pairs that are true; 1 where none was found."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of true pairs that were found."""
        return self.both / self.true if self.true else 1.0


def judge(links: pa.Table, truth: dict[str, int]) -> Verdict:
    """Return how the links compare with the truth."""
    person = dict(zip(links["ref"].to_pylist(), links["person_id"].to_pylist(), strict=True))
    found = _groups(person)
    true = _groups({ref: str(who) for ref, who in truth.items()})
    both = _groups({ref: f"{person[ref]} {who}" for ref, who in truth.items()})
    wrong = [
        (one, two)
        for members in found.values()
        for place, one in enumerate(members)
        for two in members[place + 1 :]
        if truth[one] != truth[two]
    ]
    return Verdict(_pairs(found), _pairs(true), _pairs(both), tuple(wrong))


def _groups(keys: dict[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for ref, key in keys.items():
        groups.setdefault(key, []).append(ref)
    return groups


def _pairs(groups: dict[str, list[str]]) -> int:
    return sum(len(members) * (len(members) - 1) // 2 for members in groups.values())
