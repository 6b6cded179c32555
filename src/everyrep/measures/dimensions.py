"""What figures can be cut by: one meaning a word, whatever the facts."""

from __future__ import annotations

from dataclasses import dataclass

from everyrep.values import Grain, UnknownName


@dataclass(frozen=True)
class Dimension:
    """One way to cut a figure.

    Attributes:
        name: As it is asked for.
        sentence: What its groups are.
        label: Table and column that hold the names of its ids; empty where the groups are words.
        synonyms: Other words for it.
    """

    name: str
    sentence: str
    label: tuple[str, str] | None = None
    synonyms: tuple[str, ...] = ()


_LISTED = (
    Dimension("person", "The person whose fact it is.", ("people", "full_name"), ("rep", "seller")),
    Dimension("team", "The person's team on the day.", ("teams", "name")),
    Dimension("manager", "The person's manager on the day.", ("people", "full_name")),
    Dimension("role", "The person's role on the day."),
    Dimension("level", "The person's level on the day."),
    Dimension(
        "tenure_month",
        "Full months since the person was hired, on the day; 0 is the first.",
        synonyms=("month_since_hire", "months_since_hire", "month_in_post", "months_in_post"),
    ),
    Dimension("territory", "Territory of the deal, else of the person.", ("territories", "name")),
    Dimension("region", "Region of the deal, else of the person, else of the customer."),
    Dimension("motion", "Hunting or farming."),
    Dimension("segment", "Market segment of the deal, else of the customer."),
    Dimension("industry", "Industry of the customer."),
    Dimension("country", "Country of the customer."),
    Dimension("account", "The customer.", ("accounts", "name"), ("customer",)),
    Dimension("product", "The product sold.", ("products", "name")),
    Dimension("product_line", "The line of the product sold.", synonyms=("family",)),
    Dimension("channel", "How it is sold, or where it came from.", synonyms=("source",)),
    Dimension("campaign", "The campaign it came from.", ("campaigns", "name")),
    Dimension("competitor", "The main competitor."),
    Dimension("partner", "The partner who sells along.", ("accounts", "name"), ("reseller",)),
    Dimension(
        "deal_size_band",
        "Size of the deal: the fifth of all deals won so far that its amount falls into.",
        synonyms=("size_band", "deal_size_bands"),
    ),
    Dimension("deal", "The deal itself.", ("opportunities", "name"), ("opportunity",)),
    Dimension("stage", "Stage of the deal."),
    Dimension("outcome", "open, won, lost or no_decision."),
    Dimension("loss_reason", "Why deals were lost.", synonyms=("lost_reason",)),
    Dimension("forecast_category", "Forecast category of the deal."),
    Dimension("deal_kind", "new, expansion or renewal."),
    Dimension("activity_kind", "call, email, meeting, demo, proposal ..."),
    Dimension("assessment_kind", "self, manager, peer, test ..."),
    Dimension("course", "What was learned from.", ("courses", "title")),
    Dimension("course_kind", "course, lesson, certification, video ..."),
    Dimension("skill", "The skill taught or rated."),
    Dimension("content", "The piece of selling content.", ("content", "name")),
    Dimension("content_kind", "deck, case study, battle card ..."),
    Dimension("leaving_kind", "voluntary, involuntary or other."),
)
DIMENSIONS: dict[str, Dimension] = {dimension.name: dimension for dimension in _LISTED}

# Groups that give amounts away, and so take the ability to see them.
OF_AMOUNTS = frozenset({"deal_size_band"})

# Read off the organisation, or the day of hire, on the day of the fact.
OF_THE_SELLER = frozenset({"person", "team", "manager", "role", "level", "tenure_month"})

TIME: dict[str, Grain] = {grain.value: grain for grain in Grain}


def dimension_name(text: str) -> str:
    """The name of the dimension or grain of time that a person wrote.

    Raises:
        UnknownName: There is none of this name.
    """
    name = text.strip().casefold().replace(" ", "_").replace("-", "_")
    for candidate in (name, name.removesuffix("s")):
        if candidate in DIMENSIONS or candidate in TIME:
            return candidate
        for dimension in _LISTED:
            if candidate in dimension.synonyms:
                return dimension.name
    raise UnknownName("dimension", text, [*DIMENSIONS, *TIME])
