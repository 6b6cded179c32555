"""The same answers where nobody wrote a mapping: whole folders, guessed and loaded as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from everyrep.assembly import load_files
from everyrep.sources.files.loading import Wish
from everyrep.warehouse.workspace import Workspace
from tests.known_answers.loaded import Loaded, dollars

pytestmark = pytest.mark.reference


def guessed(folder: Path, files: Path) -> Loaded:
    """A folder loaded as `everyrep load --yes FOLDER` does; files of no use are refused."""
    workspace = Workspace(folder / "workspace")
    tables = load_files(workspace, [files], Wish())
    loaded = Loaded(workspace, (files,), tuple(tables))
    loaded.build()
    return loaded


def test_a_teaching_crm(shared_data: Path, tmp_path: Path) -> None:
    crm = guessed(tmp_path, shared_data / "maven_crm")
    assert crm.ask("win_rate").one().value == pytest.approx(4_238 / 6_711)
    assert crm.ask("bookings").one().value == dollars("10005534")
    assert crm.by("bookings", "manager")["Melvin Marxen"] == dollars("2251930")
    assert crm.by("bookings", "product")["GTX Pro"] == dollars("3510578")


def test_a_bicycle_maker(shared_data: Path, tmp_path: Path) -> None:
    """Orders become won deals; people are put together from three files, by themselves."""
    firm = guessed(tmp_path, shared_data / "adventureworks")
    answer = firm.ask("attainment", by="person", period="2011-05-31..2011-08-31")
    shares = {answer.label("person", row.keys["person"]): row.estimate.value for row in answer}
    for seller, share in (("Pamela Ansman-Wolfe", 1.160), ("Linda Mitchell", 0.721)):
        assert float(shares[seller]) == pytest.approx(share, abs=5e-4)  # type: ignore[arg-type]
    person = "SELECT full_name, hired_on::VARCHAR, commission_rate FROM people WHERE id = '{}'"
    assert firm.rows(person.format("person:hr:275")) == [("Michael Blythe", "2011-05-31", 0.012)]
    told = "SELECT count(team_id), count(territory_id), count(base_pay_minor) FROM positions"
    assert firm.rows(told) == [(296, 17, 316)]


def test_an_hr_sheet_and_a_training_list(shared_data: Path, tmp_path: Path) -> None:
    hr = guessed(tmp_path, shared_data / "hr_all_in_one")
    assert hr.findings["learning_events", "learning-after-exit"].rows == 1_029
    assert hr.one("SELECT sum(amount_minor) FROM training_spend") == 1_675_886_09
    assert hr.one("SELECT count(left_on) FROM people") == 1_533


@pytest.mark.slow
def test_a_sales_report(shared_data: Path, tmp_path: Path) -> None:
    crm = guessed(tmp_path, shared_data / "ms_powerbi_samples" / "regional_sales")
    assert crm.ask("win_rate").one().value == pytest.approx(0.4965, abs=5e-5)
    assert crm.ask("bookings").one().value == dollars("26435925")
    assert "Amelie Garner" in crm.by("bookings", "manager")
    assert "Alicia Thomber" in crm.by("bookings", "person")


@pytest.mark.slow
def test_statements(shared_data: Path, tmp_path: Path) -> None:
    lms = guessed(tmp_path, shared_data / "xapi_fun_mooc")
    assert lms.count("learning_events") == 11_000
    assert lms.one("SELECT count(DISTINCT parent_id) FROM learning_events") == 2
