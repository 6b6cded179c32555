"""Each kind of mess as a named case: two records among colleagues, and what must come of them."""

from __future__ import annotations

from datetime import date

import pytest

from everyrep.warehouse.identity import Resolution
from tests.warehouse.identity.rosters import colleagues, persons, queued, record, resolved

HIRED = date(2019, 3, 4)
SAME, APART, ASK = "same", "apart", "ask"

# Name of the case, the CRM's fields, HR's fields, outcome. ASK: apart for now, and in the queue.
CASES = [
    ("same mailbox", {"full_name": "Rosa Finkel", "email": "rf@acme.com"},
     {"full_name": "Rosa Finkel", "email": "rf@acme.com"}, SAME),
    ("mailbox in capitals with a plus tag",
     {"full_name": "Rosa Finkel", "email": "RF+crm@ACME.com"},
     {"full_name": "Rosa Finkel", "email": "rf@acme.com"}, SAME),
    ("mailbox among the other mails",
     {"full_name": "Rosa Finkel", "email": "rosa@home.net", "other_emails": "x@y.org; rf@acme.com"},
     {"full_name": "Rosa Finkel", "email": "rf@acme.com"}, SAME),
    ("dots in a mailbox where they do not count",
     {"full_name": "R. Finkel", "email": "ro.sa.finkel@gmail.com"},
     {"full_name": "Rosa Finkel", "email": "rosafinkel@googlemail.com"}, SAME),
    ("mail only, initials", {"email": "r.finkel@acme.com", "hire_date": HIRED},
     {"full_name": "Rosa Finkel", "hire_date": HIRED}, SAME),
    ("mail only, whole name", {"email": "rosa.finkel@acme.com"},
     {"full_name": "Rosa Finkel", "email": "rfinkel@acme.com"}, SAME),
    ("mail aliases of one name", {"full_name": "Rosa Finkel", "email": "rfinkel@acme.com"},
     {"full_name": "Rosa Finkel", "email": "rosa.finkel@acme.com"}, SAME),
    ("domain that changed", {"full_name": "Rosa Finkel", "email": "rosa.finkel@acme.com"},
     {"full_name": "Rosa Finkel", "email": "rosa.finkel@acme-group.com"}, SAME),
    ("employee number with prefix and zeros",
     {"full_name": "Rosa Finkel", "employee_number": "EMP-004711"},
     {"full_name": "Rosa Finkel", "employee_number": "4711"}, SAME),
    ("employee number only", {"employee_number": "4711"},
     {"full_name": "Rosa Finkel", "employee_number": "4711"}, SAME),
    ("rare name only", {"full_name": "Rosa Finkel"}, {"full_name": "Rosa Finkel"}, SAME),
    ("surname first with a comma", {"full_name": "Finkel, Rosa"},
     {"first_name": "Rosa", "last_name": "Finkel"}, SAME),
    ("surname in capitals", {"full_name": "FINKEL Rosa", "hire_date": HIRED},
     {"first_name": "Rosa", "last_name": "Finkel", "hire_date": HIRED}, SAME),
    ("surname first without a sign", {"full_name": "Tanaka Hiroshi", "hire_date": HIRED},
     {"first_name": "Hiroshi", "last_name": "Tanaka", "hire_date": HIRED}, SAME),
    ("columns swapped", {"first_name": "Tanaka", "last_name": "Hiroshi", "hire_date": HIRED},
     {"first_name": "Hiroshi", "last_name": "Tanaka", "hire_date": HIRED}, SAME),
    ("nickname", {"full_name": "Bob Finkel", "hire_date": HIRED},
     {"full_name": "Robert Finkel", "hire_date": HIRED}, SAME),
    ("nickname in another language", {"full_name": "Paco Finkel", "hire_date": HIRED},
     {"full_name": "Francisco Finkel", "hire_date": HIRED}, SAME),
    ("nickname in brackets", {"full_name": "Theodora (Dolly) Finkel", "hire_date": HIRED},
     {"full_name": "Dolly Finkel", "hire_date": HIRED}, SAME),
    ("short form no table knows", {"full_name": "Maximiliane Finkel", "hire_date": HIRED},
     {"full_name": "Maxi Finkel", "hire_date": HIRED}, SAME),
    ("umlauts written out", {"full_name": "Jürgen Weißmüller"},
     {"full_name": "Juergen Weissmueller"}, SAME),
    ("umlauts dropped", {"full_name": "Jürgen Weißmüller"},
     {"full_name": "Jurgen Weissmuller"}, SAME),
    ("nordic letters", {"full_name": "Søren Åkerbjørn"}, {"full_name": "Soren Akerbjorn"}, SAME),
    ("polish letters", {"full_name": "Łukasz Błażejewicz"},
     {"full_name": "Lukasz Blazejewicz"}, SAME),
    ("cyrillic", {"full_name": "Юрий Щербаков"}, {"full_name": "Yuriy Shcherbakov"}, SAME),
    ("cyrillic by another system of writing", {"full_name": "Юрий Хованский", "hire_date": HIRED},
     {"full_name": "Iurii Hovanskii", "hire_date": HIRED}, SAME),
    ("greek", {"full_name": "Γεώργιος Παπαδάκης"}, {"full_name": "Georgios Papadakis"}, SAME),
    ("the same in chinese characters", {"full_name": "王小明"}, {"full_name": "王小明"}, SAME),
    ("double-barrelled surname, one part lost",
     {"full_name": "Rosa Finkel-Obermaier", "hire_date": HIRED},
     {"full_name": "Rosa Finkel", "hire_date": HIRED}, SAME),
    ("two surnames, one used", {"full_name": "Rosa Finkelmo Trujillo", "hire_date": HIRED},
     {"first_name": "Rosa", "last_name": "Finkelmo", "hire_date": HIRED}, SAME),
    ("particles run together", {"full_name": "Rosa van den Finkel"},
     {"full_name": "Rosa Vandenfinkel"}, SAME),
    ("married, same mailbox", {"full_name": "Rosa Finkel", "email": "rosa.finkel@acme.com"},
     {"full_name": "Rosa Ohnesorg", "email": "rosa.finkel@acme.com"}, SAME),
    ("married, same number", {"full_name": "Rosa Finkel", "employee_number": "4711"},
     {"full_name": "Rosa Ohnesorg", "employee_number": "4711"}, SAME),
    ("married, mail spells the maiden name",
     {"full_name": "Rosa Ohnesorg", "email": "rosa.finkel@acme.com", "hire_date": HIRED},
     {"full_name": "Rosa Finkel", "hire_date": HIRED}, SAME),
    ("married, same hire date and team only",
     {"full_name": "Rosa Finkel", "hire_date": HIRED, "team": "Harbour"},
     {"full_name": "Rosa Ohnesorg", "hire_date": HIRED, "team": "Harbour"}, ASK),
    ("middle name left out", {"full_name": "Rosa Amalia Finkel"},
     {"full_name": "Rosa Finkel"}, SAME),
    ("middle initial", {"full_name": "Rosa A. Finkel"},
     {"first_name": "Rosa Amalia", "last_name": "Finkel"}, SAME),
    ("called by the middle name", {"full_name": "Amalia Finkel", "hire_date": HIRED},
     {"full_name": "Rosa Amalia Finkel", "hire_date": HIRED}, SAME),
    ("typing slip in the surname", {"full_name": "Rosa Finkle", "hire_date": HIRED},
     {"full_name": "Rosa Finkel", "hire_date": HIRED}, SAME),
    ("typing slip in the given name", {"full_name": "Rsoa Finkel", "hire_date": HIRED},
     {"full_name": "Rosa Finkel", "hire_date": HIRED}, SAME),
    ("title and suffix", {"full_name": "Dr. Rosa Finkel, PhD"},
     {"full_name": "Rosa Finkel"}, SAME),
    ("hire date with day and month swapped",
     {"full_name": "Rosa Finkel", "hire_date": date(2019, 4, 3)},
     {"full_name": "Rosa Finkel", "hire_date": HIRED}, SAME),
    ("senior and junior", {"full_name": "Otto Finkel Sr."},
     {"full_name": "Otto Finkel Jr."}, ASK),
    ("same name, other numbers", {"full_name": "Rosa Finkel", "employee_number": "4711"},
     {"full_name": "Rosa Finkel", "employee_number": "9350"}, ASK),
    ("same name, other middle names and hire dates",
     {"full_name": "Rosa Amalia Finkel", "hire_date": HIRED},
     {"full_name": "Rosa Benedikta Finkel", "hire_date": date(2011, 8, 1)}, ASK),
    ("siblings hired on one day into one team",
     {"full_name": "Rosa Finkel", "hire_date": HIRED, "team": "Harbour"},
     {"full_name": "Ludger Finkel", "hire_date": HIRED, "team": "Harbour"}, ASK),
    ("same surname only", {"full_name": "Rosa Finkel"}, {"full_name": "Ludger Finkel"}, APART),
    ("same given name only", {"full_name": "Rosa Finkel"}, {"full_name": "Rosa Ohnesorg"}, APART),
    ("number of somebody else", {"full_name": "Rosa Finkel", "employee_number": "4711"},
     {"full_name": "Ludger Ohnesorg", "employee_number": "4711"}, ASK),
    ("mailbox of somebody else", {"full_name": "Rosa Finkel", "email": "desk4@acme.com"},
     {"full_name": "Ludger Ohnesorg", "email": "desk4@acme.com"}, ASK),
    ("function mailbox shared", {"full_name": "Rosa Finkel", "email": "sales@acme.com"},
     {"full_name": "Ludger Ohnesorg", "email": "sales@acme.com"}, APART),
    ("numbered namesakes of one company",
     {"full_name": "Rosa Finkel", "email": "rosa.finkel@acme.com", "hire_date": HIRED},
     {"full_name": "Rosa Finkel", "email": "rosa.finkel2@acme.com", "hire_date": date(2011, 8, 1)},
     ASK),
    ("service accounts", {"full_name": "API User", "email": "api@acme.com"},
     {"full_name": "API User", "email": "api@acme.com"}, APART),
    ("names that say nobody", {"full_name": "Unknown"}, {"full_name": "Unknown"}, APART),
    ("numbers that stand for none", {"employee_number": "0000"}, {"employee_number": "0"}, APART),
    ("names of null", {}, {}, APART),
]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "outcome"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_kind_of_mess(left: dict[str, object], right: dict[str, object], outcome: str) -> None:
    resolution = resolved(
        [*colleagues("crm", "hr"), record("crm:1", **left), record("hr:2", **right)]
    )

    person = persons(resolution)
    together = person["crm:1"] == person["hr:2"]
    asked = ("crm:1", "hr:2") in queued(resolution)
    assert (SAME if together else ASK if asked else APART) == outcome, _why(resolution)
    assert len(set(person.values()) - {person["crm:1"], person["hr:2"]}) == 40


def _why(resolution: Resolution) -> object:
    """Return the rows about the two records, for the message of a failing case."""
    links = resolution.person_links.to_pylist()
    about = [row for row in links if row["ref"] in ("crm:1", "hr:2")]
    return about, resolution.identity_queue.to_pylist()
