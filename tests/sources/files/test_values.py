"""What values look like: dates in every order, numbers of every country, and the rest."""

from __future__ import annotations

import pytest

from everyrep.sources.files.dates import date_form, order_of
from everyrep.sources.files.dialect import find_dialect
from everyrep.sources.files.encoding import detect
from everyrep.sources.files.numbers import is_number, number_form
from everyrep.sources.files.profile import kinds_of


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2025-03-04", "iso"),
        ("2025-03-04T10:00:00Z", "iso"),
        ("2025-03-04 10:00:00.123+02:00", "iso"),
        ("2025/3/4", "ymd"),
        ("20250304", "ymd"),
        ("03/04/2025", "open"),
        ("28/03/2025", "dmy"),
        ("03/28/2025", "mdy"),
        ("28.3.25", "dmy"),
        ("3/28/25 4:05 PM", "mdy"),
        ("20-Sep-19", "dmy"),
        ("Sep 20, 2019", "mdy"),
        ("20. März 2025", "dmy"),
        ("3 mars 2025", "dmy"),
        ("20 de marzo de 2025", "dmy"),
        ("1er août 2025", "dmy"),
        ("Monday, 3 March 2025", "dmy"),
        ("2025-Mar-03", "ymd"),
        ("32/01/2025", None),
        ("13/13/2025", None),
        ("1.234", None),
        ("10.5", None),
        ("12345678", None),
        ("Acme 2025", None),
        ("20 Foo 2025", None),
        ("", None),
    ],
)
def test_the_order_of_a_single_date(text: str, order: str | None) -> None:
    assert order_of(text) == order


def test_one_row_settles_the_order_for_the_column() -> None:
    form = date_form(["03/04/2025", "05/06/2025", "28/06/2025"])
    assert form is not None
    assert (form.order, form.sure) == ("dmy", True)


def test_an_order_that_nothing_settles_is_said_to_be_open() -> None:
    form = date_form(["03/04/2025", "05/06/2025"])
    assert form is not None
    assert not form.sure


def test_a_column_that_fits_neither_order_says_so() -> None:
    form = date_form(["28/03/2025", "03/28/2025", "27/03/2025"])
    assert form is not None
    assert form.both


@pytest.mark.parametrize(
    ("texts", "decimal", "thousands", "currency", "high"),
    [
        (["1.234,56 EUR", "7,00 EUR"], ",", ".", "EUR", 1234.56),
        (["$1,200", "$15.50"], ".", ",", "USD", 1200.0),
        (["(300.00)", "12.50"], ".", None, None, 12.5),
        (["1 234,50 €", "12,00 €"], ",", " ", "EUR", 1234.5),
        (["1'234.50", "5.25"], ".", "'", None, 1234.5),
        (["1.234.567", "12,5"], ",", ".", None, 1234567.0),
        (["£5", "£1,234.00"], ".", ",", "GBP", 1234.0),
        (["12,5%", "3,0%"], ",", None, None, 0.125),
        (["5-", "7"], ".", None, None, 7.0),
        (["1,234", "2,345"], ".", ",", None, 2345.0),
        (["0,5", "1,5"], ",", None, None, 1.5),
    ],
)
def test_how_a_column_writes_numbers(
    texts: list[str], decimal: str, thousands: str | None, currency: str | None, high: float
) -> None:
    form = number_form(texts)
    assert form is not None
    assert (form.decimal, form.thousands, form.currency) == (decimal, thousands, currency)
    assert form.high == pytest.approx(high)


def test_brackets_and_a_minus_behind_are_negative() -> None:
    form = number_form(["(300.00)", "5-", "-2"])
    assert form is not None
    assert (form.low, form.high) == (-300.0, -2.0)


def test_several_currencies_in_a_column_are_noticed() -> None:
    form = number_form(["€5", "$7", "GBP 3"])
    assert form is not None
    assert form.currencies
    assert form.currency is None


@pytest.mark.parametrize("text", ["abc", "1a2", "2025-03-04", "12:30", "+49 30 123/45", "", "-"])
def test_what_is_no_number(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ann@example.com", "mail"),
        ("mailto:ann@example.com", "mail"),
        ("http://x.example/7", "address"),
        ("{8563CE6A-00FF-47D7-BA4D-3C3E1CDEF531}", "uuid"),
        ("0065000001abcde", "code"),
        ("Ann O'Neill-Müller", "person"),
        ("Müller, Ann", "person"),
        ("EUR", "currency"),
        ("nein", "flag"),
        ("1", "bit"),
        ("45000", "serial"),
        ("1700000000", "epoch"),
        ("1700000000000", "epoch_millis"),
        ('{"a": 1}', "json"),
    ],
)
def test_kinds_of_values(text: str, kind: str) -> None:
    assert kind in kinds_of(text)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Müller, Straße, Größe, Ärger"),
        ("cp1252", "Prénom, Société Générale, à côté, garçon"),
        ("cp1252", "España, señor, año, corazón"),
        ("cp1252", "Åse Ødegård, København, Malmö"),
        ("cp1252", "it’s “quoted” – fine"),
        ("cp1252", "Preis 12,50 €"),
        ("cp1250", "Łódź, Kraków, świętość, żółć"),
        ("cp1250", "Šárka Nováková, Plzeň, říjen"),
        ("cp1250", "Győr, Székesfehérvár, őszi"),
        ("mac-roman", "Prénom, Société Générale, à côté"),
        ("cp850", "Müller, Straße, Größe"),
        ("cp1251", "Иванов Пётр, Москва, сделка"),
        ("utf-8", "Иванов, Müller, 東京"),
        ("utf-16-le", "Müller and some more plain words"),
    ],
)
def test_encodings_are_told_apart_by_the_words_they_make(encoding: str, text: str) -> None:
    assert detect(f"name\n{text}\n".encode(encoding), True).name == encoding


_NORTH_SOUTH = "Ureña Lefèvre Sørensen Müller Åkesson Gonçalves João Peña Øystein García Noël Zoë"
_CROATS = "Šimić Kovačević Đurđa Žarko Babić Matić Čačić Perković Jurić Marić Đokić Lončar"
_ROMANIANS = "Ştefan Ioniţă Brânză Bălan Ţurcanu Nicolăescu Pîrvu Grădinaru Muşat Năstase"


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", f"{_NORTH_SOUTH} Žižek {_NORTH_SOUTH} Šuba Muñoz Hélène"),
        ("cp1252", f"{_NORTH_SOUTH} {_NORTH_SOUTH} Ångström Jørgensen Håkan Niño Šuba Žižek"),
        ("cp1250", f"{_CROATS} {_CROATS}"),
        ("cp1250", _ROMANIANS),
        ("cp1250", f"{_CROATS} Łukasz Wójcik Dvořák Němec Tóth Gergő"),
    ],
)
def test_names_of_many_countries_are_read_as_they_are(encoding: str, names: str) -> None:
    text = names.replace(" ", "\n")
    assert text.encode(encoding).decode(detect(text.encode(encoding), True).name) == text


def test_mostly_utf8_with_a_few_other_lines_is_mixed() -> None:
    lines = ["Zoë".encode()] * 9 + ["Größe".encode("cp1252"), b"end"]
    found = detect(b"\n".join(lines), True)
    assert found.name == "utf-8"
    assert found.mixed


@pytest.mark.parametrize(
    ("text", "delimiter", "header_line"),
    [
        ("a,b\n1,2\n", ",", 1),
        ("a;b\n1,5;2,5\n1,7;3,5\n", ";", 1),
        ("a\tb\n1\t2, 3\n", "\t", 1),
        ("a|b|c\n1|2|3\n", "|", 1),
        ("Title\n\na,b,c\n1,2,3\n4,5,6\n", ",", 3),
        ("name\nAnn\nBob\n", "\x1f", 1),
        ("5,6\n7,8\n", ",", 0),
        ("Region,2023,2024\nNorth,1,2\nSouth,3,4\n", ",", 1),
        ("Ann,Won\nBob,Lost\nAnn,Won\nBob,Won\n", ",", 0),
    ],
)
def test_delimiter_and_header(text: str, delimiter: str, header_line: int) -> None:
    found = find_dialect(text)
    assert (found.delimiter, found.header_line) == (delimiter, header_line)
