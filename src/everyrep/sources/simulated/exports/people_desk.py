"""Writes users, quotas, small tables, HR's sheets, and the truth about people."""

from __future__ import annotations

from everyrep.sources.simulated import marketing, truth
from everyrep.sources.simulated.chance import stream
from everyrep.sources.simulated.desk import Desk
from everyrep.sources.simulated.exports import hr, hr_more, lms, market_crm, people_crm
from everyrep.sources.simulated.prices import price_list
from everyrep.sources.simulated.ratings import rate
from everyrep.sources.simulated.targets import set_quotas

TWICE = 3
WRONG_EXITS = 3
SPACED = 8
EXIT_AT = hr.EMPLOYEES.index("Exit Date")


def write_people(desk: Desk) -> None:
    """Writes all files that do not hang on deals."""
    _write_crm(desk)
    _write_lms(desk)
    _write_hr(desk)
    sinks, company = desk.sinks, desk.company
    sinks.write_truth("truth/people", truth.people(company))
    sinks.write_truth("truth/person_months", truth.person_months(company))
    sinks.write_truth("truth/exposures", truth.exposures(company))


def _write_crm(desk: Desk) -> None:
    company, sinks = desk.company, desk.sinks
    sinks.write("crm/users", people_crm.users(company))
    sinks.write("crm/products", people_crm.products(*price_list()))
    sinks.write("crm/pricebook_entries", people_crm.price_book(price_list()[0]))
    sinks.write("crm/opportunity_stages", people_crm.stages())
    rates = people_crm.conversion_rates(company.when, company.rates)
    sinks.write("crm/dated_conversion_rates", rates)
    quotas = set_quotas(company, desk.bookings)
    sinks.write("crm/quotas", people_crm.quotas(company.when, quotas), plain=True)
    sinks.write("crm/campaigns", market_crm.campaigns(company, marketing.run_campaigns(company)))
    sinks.write("crm/content_assets", market_crm.content_assets(company))


def _write_lms(desk: Desk) -> None:
    desk.sinks.write("lms/courses", lms.courses())
    ratings = lms.assessments(desk.company.who, rate(desk.company))
    desk.sinks.write("lms/assessments", ratings, plain=True)


def _write_hr(desk: Desk) -> None:
    company = desk.company
    for name, header, rows in (
        ("employees", hr.EMPLOYEES, _damage(desk, hr.employees(company))),
        ("job_history", hr_more.JOBS, hr_more.job_history(company)),
        ("leaves", hr_more.LEAVES, hr_more.leaves(company)),
        ("coaching_sessions", hr_more.COACHING, hr_more.coaching_sessions(company)),
        ("training_spend", hr_more.SPEND, hr_more.training_spend(company)),
        ("program_assignments", hr_more.PROGRAMS, hr_more.program_assignments(company)),
    ):
        path = f"hr/{name}.csv"
        desk.sinks.rows[path] = hr.sheet(desk.sinks.out / path, header, rows)


def _damage(desk: Desk, rows: list[hr.Row]) -> list[hr.Row]:
    """Exits before the hire, names with stray spaces, people listed twice."""
    options = desk.company.options
    if not options.mess:
        return rows
    rng = stream(options.seed, "mess-employees")
    left = [at for at, row in enumerate(rows) if row[EXIT_AT]]
    wrong = sorted(rng.permutation(left)[:WRONG_EXITS].tolist()) if left else []
    for at in wrong:
        rows[at][EXIT_AT] = hr.dotted(desk.company.roster.hired[at] - 200)
    rest = [at for at in rng.permutation(len(rows)).tolist() if at not in wrong]
    spaced, twice = sorted(rest[:SPACED]), sorted(rest[SPACED : SPACED + TWICE])
    for at in spaced:
        rows[at][1] = f" {rows[at][1]}  "
    for kind, places in (
        ("exit_before_hire", wrong),
        ("stray_whitespace_hr", spaced),
        ("duplicate_employee", twice),
    ):
        desk.mess.note(kind, "hr/employees", [rows[at][0] for at in places])
    return rows + [list(rows[at]) for at in twice]
