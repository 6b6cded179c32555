"""Analyses that are no plain measure: how each works, what it takes, and how to have it again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """One analysis.

    Attributes:
        name: What it is called in addresses.
        title: As a heading.
        says: What it does, in plain words.
        inputs: What it reads.
        assumes: What has to hold for it to be right.
        command: The line that gives the same on the command line.
        code: The same for a notebook; `company` is an open one.
        page: Its page in the documentation.
    """

    name: str
    title: str
    says: str
    inputs: str
    assumes: str
    command: str
    code: str
    page: str


_START = 'import everyrep\n\ncompany = everyrep.open("workspace")\n'


def _code(module: str, function: str, more: str = "") -> str:
    given = f", {more}" if more else ""
    call = f"{function}(company.warehouse, company.scope{given})"
    return f"{_START}from {module} import {function}\n\n{call}"


METHODS: dict[str, Method] = {
    one.name: one
    for one in (
        Method(
            "coverage", "What the pipeline is worth",
            "Deals open now are held beside deals that were open on the like day of earlier "
            "periods. What those brought before their period ended gives each stage its chance to "
            "be won in time; the deals of today are then drawn by these chances many times, and "
            "the share of draws that reach what is left of the target is the chance of hitting it.",
            "open deals with stage, amount and day of closing; how earlier deals ended; quotas",
            "Deals of a stage end as they did in the earlier periods. Ranges hold how few deals "
            "and periods were seen, not that the market turns.",
            "everyrep pipeline coverage",
            _code("everyrep.analysis.pipeline.truth", "pipeline_truth"),
            "pipeline-truth",
        ),
        Method(
            "moves", "What moved the pipeline",
            "The pipeline of two days is taken apart into what was opened, won, lost, moved in or "
            "out of the period, and grown or shrunk. Every deal is in exactly one part, and the "
            "parts of all deals add up to the last cent; some are withheld from who sees groups "
            "alone.",
            "the history of deals: amounts, days of closing and outcomes on both days",
            "Changes are known as of the day on which they were recorded.",
            "everyrep pipeline moves",
            _code("everyrep.analysis.pipeline.moves", "what_moved"),
            "pipeline-truth",
        ),
        Method(
            "attention", "Ageing and hygiene of open deals",
            "For each stage, the days are counted after which deals of the whole company that went "
            "on to win had left it. Deals that are still in it count as long as they have lasted, "
            "so that slow winners are not left out. An open deal is old where it is beyond the "
            "range of the age by which nearly all of these winners had left; the other rules look "
            "at what is written down.",
            "stays in stages; next steps, activities, amounts and days of closing of open deals",
            "Winners of today leave stages as winners did before.",
            "everyrep pipeline attention",
            _code("everyrep.analysis.pipeline.attention", "needs_attention"),
            "censoring",
        ),
        Method(
            "lasting", "How long deals last",
            "The share of deals that are won, lost or open after so many days since they were "
            "opened. Deals that are open still count up to today and not as lost, and a deal that "
            "was lost cannot be won any more (the curve of Aalen and Johansen).",
            "days on which deals were opened and closed, and how they ended",
            "What is open still ends as what was opened earlier did.",
            "everyrep measure cycle_length --by segment",
            _code("everyrep.analysis.pipeline.lasting", "lasting", '"last 4 quarters"'),
            "censoring",
        ),
        Method(
            "compare", "Fair comparison",
            "Each group's figure is worked out as if all sold the same mix of deals, and drawn "
            "towards the others as far as luck alone could set them apart. The chance that one is "
            "truly above another comes from the same model.",
            "decided deals with team and what they are cut by: segment, product, kind",
            "Nothing else that differs between groups decides deals; what was left out is named "
            "beside the figures.",
            "everyrep compare win_rate",
            _code("everyrep.analysis.comparison", "compare", '"win_rate"'),
            "fair-comparison",
        ),
        Method(
            "miss", "What a change is made of",
            "The change of what a team booked, taken apart into how many sold, how many deals each "
            "worked, which deals, at what rate they were won, and how large they were; what luck "
            "alone could have done is set apart. The parts add up.",
            "deals of two periods, and who was in the team",
            "The order in which parts are changed does not matter: the mean over all orders "
            "is taken.",
            "everyrep miss TEAM --against before",
            _code("everyrep.analysis.comparison", "explain_miss", '"TEAM", against="before"'),
            "fair-comparison",
        ),
        Method(
            "reliance", "Reliance on a few people",
            "How unequal bookings are, beside how unequal they would be among equals with the same "
            "time and the same kinds of deals. What is left after luck is taken out is checked on "
            "the same people one year later.",
            "won deals with amount and seller, and the months each was there",
            "Months and deals are alike for all; territories are not told apart from skill.",
            "everyrep reliance",
            _code("everyrep.analysis.heroes", "reliance", '"last 4 quarters"'),
            "heroes",
        ),
        Method(
            "leads", "Which indicators lead",
            "Forecasts of an outcome from its own past are held beside forecasts that know the "
            "indicator as well, on months that neither has learned from. All pairs that were "
            "looked at are paid for, and the same search with people exchanged shows how many it "
            "finds where nothing is to be found.",
            "person by month: the indicators and the outcomes",
            "An association in time. It does not say that moving the indicator moves the outcome.",
            "everyrep leads",
            _code("everyrep.analysis.leading", "which_lead"),
            "leading-indicators",
        ),
        Method(
            "attained", "People around their targets",
            "Attainment of each person with a quota is worked out by the measure; here people are "
            "counted by it, without names, and never fewer than five together.",
            "the measure attainment, by person and fiscal quarter",
            "One quarter of one person is mostly luck.",
            "everyrep measure attainment --by person --by fiscal_quarter",
            f'{_START}company.measure("attainment", by=["person", "fiscal_quarter"])',
            "small-groups",
        ),
        Method(
            "best", "The best of one's peers",
            "Peers are all of the same role and motion. They are put in order by their figure, "
            "drawn towards one another so that luck of few facts does not choose; the best quarter "
            "are then one group, all their facts together. The group is the same for everybody who "
            "asks and is cut by nothing, so that nobody can be found in it; below five people it "
            "is withheld.",
            "the measure, by person, over twelve whole months",
            "Those on top have other customers and other territories too: where to look, not what "
            "would change a result.",
            "everyrep measure win_rate --by person",
            'from everyrep.analysis.best import beside_best',
            "small-groups",
        ),
        Method(
            "effect", "Whether it causes better selling",
            "The strongest way of comparing that the records allow is taken: a draw by lot where "
            "there was one; else people before and after, held against others of the same months "
            "who had not had it, once as if they differed by a level alone and once beyond the "
            "straight line that they were on before. Checks then try to break it. A cause is "
            "claimed only where zero lies outside of what both accounts leave.",
            "people by months: the outcome, who had it when, and teams",
            "Without a draw by lot, nothing but a level and a straight line sets those apart who "
            "had it; what bends just then is not seen.",
            "everyrep evidence ask program:NAME win_rate",
            _START + "from everyrep.evidence.answering import ask\n"
            "from everyrep.evidence.asking import Question, treatment\n\n"
            'question = Question(treatment("program:NAME"), "win_rate")\n'
            "ask(company.warehouse, question, company.scope)",
            "evidence",
        ),
        Method(
            "curriculum", "All learning objects together",
            "One model holds all learning objects at once, with a level for each person and a "
            "course over months that all share, so that none is credited with what others of the "
            "same months did. False findings are held to 5% over all objects and outcomes; that "
            "one makes no difference worth having is told by equivalence, never by silence.",
            "who completed what and when, and the outcomes by person and month",
            "What is completed together by the same people cannot be told apart.",
            "everyrep evidence review",
            _code("everyrep.evidence.curriculum", "review"),
            "evidence",
        ),
    )
}  # fmt: skip
"""By name."""

_STUDIES = (
    ("truth", "coverage"),
    ("moved", "moves"),
    ("tending", "attention"),
    ("open ages", "attention"),
    ("lasting", "lasting"),
    ("What a change in bookings is made of", "miss"),
    ("win_rate by person", "compare"),
    ("Reliance", "reliance"),
    ("Which of them lead", "leads"),
    ("evidence ", "effect"),
    ("All learning objects together", "curriculum"),
)
_OF_PAGES = {"conversion": "lasting", "attainment": "attained", "comparison": "compare"}


def method_of_study(study: str) -> str:
    """The method of an analysis by what a page calls it; empty where it is none of these."""
    found = next((name for begins, name in _STUDIES if study.startswith(begins)), "")
    return found or ("compare" if "as if all had the same mix" in study else "")


def method_of_page(page: str) -> str:
    """The method of what a page works out itself; empty where it works out nothing."""
    return _OF_PAGES.get(page, "")
