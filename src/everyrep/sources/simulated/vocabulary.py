"""The fixed words of the company: stages, products, segments, sources, skills, regions."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "Velano"
MAIL_DOMAIN = "velano.example"
OLD_MAIL_DOMAIN = "velano-group.example"
LMS_HOME = "https://learn.velano.example"

HUNTER, FARMER, SDR, MANAGER, DIRECTOR, VP = range(6)
ROLES = ("hunter", "farmer", "sdr", "manager", "director", "vp")
TITLES = (
    ("Associate Account Executive", "Account Executive", "Senior Account Executive"),
    ("Associate Account Manager", "Account Manager", "Key Account Manager"),
    ("Sales Development Representative", "Sales Development Representative", "Senior SDR"),
    ("Sales Manager", "Sales Manager", "Sales Manager"),
    ("Regional Sales Director", "Regional Sales Director", "Regional Sales Director"),
    ("VP Sales", "VP Sales", "VP Sales"),
)
ROLE_NAMES = ("Account Executive", "Account Manager", "SDR", "Sales Manager", "Director", "VP")
LEVELS = ("L1", "L2", "L3")
BASE_SALARY = (  # euros a year by role and level
    (46_000, 58_000, 74_000),
    (44_000, 55_000, 70_000),
    (36_000, 36_000, 42_000),
    (88_000, 88_000, 88_000),
    (125_000, 125_000, 125_000),
    (190_000, 190_000, 190_000),
)

STAGES = ("Qualification", "Discovery", "Solution Fit", "Proposal", "Negotiation", "Contracting")
WON, LOST, NO_DECISION = "Closed Won", "Closed Lost", "No Decision"
ALL_STAGES = (*STAGES, WON, LOST, NO_DECISION)
STAGE_PROBABILITY = (10, 20, 35, 50, 70, 90, 100, 0, 0)
STAGE_FORECAST = (
    "Pipeline", "Pipeline", "Pipeline", "Best Case", "Best Case", "Commit", "Closed", "Omitted",
    "Omitted",
)  # fmt: skip
STAGE_PASS = (0.70, 0.73, 0.70, 0.67, 0.725, 0.825)
STAGE_DAYS = (11.0, 15.0, 16.0, 14.0, 13.0, 8.0)

NEW, CROSS_SELL, EXPANSION, RENEWAL = range(4)
TYPES = ("New Business", "Cross-sell", "Expansion", "Renewal")
TYPE_LOGIT = (-0.03, -0.03, 0.10, 1.10)
TYPE_DAYS = (1.0, 1.0, 0.75, 0.60)
TYPE_SIZE = (1.0, 0.8, 0.7, 0.9)

SEGMENTS = ("SMB", "Mid-Market", "Enterprise")
SEGMENT_SHARE = (0.45, 0.38, 0.17)
SEGMENT_SIZE = (0.55, 1.0, 2.1)
SEGMENT_DAYS = (0.75, 1.0, 1.5)
SEGMENT_LOGIT = (0.06, 0.0, -0.10)

INDUSTRIES = (
    "Manufacturing", "Retail", "Financial Services", "Healthcare", "Software", "Logistics",
    "Energy", "Public Sector", "Media", "Hospitality",
)  # fmt: skip

LEAD_SOURCES = (
    "Website", "Referral", "Event", "Outbound", "Partner", "Paid Search", "Webinar",
    "Purchased List",
)  # fmt: skip
LEAD_SHARE = (0.22, 0.10, 0.12, 0.24, 0.10, 0.09, 0.08, 0.05)
LEAD_LOGIT = (0.0, 0.28, 0.05, -0.05, 0.12, -0.08, 0.0, -0.25)
LEAD_CAMPAIGNS = (0, 0, 1, 0, 0, 1, 1, 1)
LEAD_SPEND = (0, 0, 24_000, 0, 0, 9_000, 5_000, 6_500)  # euros a campaign

COMPETITORS = ("Brightpath", "Corvale", "Nexatron", "Oldmere Systems", "Pinnacle Loop")
COMPETITOR_SHARE = (0.45, 0.18, 0.13, 0.11, 0.08, 0.05)  # the first is "none known"
COMPETITOR_LOGIT = (0.12, 0.0, -0.22, 0.10, -0.35, -0.05)
COMPETITOR_DISCOUNT = (0.0, 0.02, 0.04, 0.01, 0.06, 0.02)
LOSS_REASONS = (
    "Price", "Competitor", "Missing feature", "Timing", "Relationship", "No budget", "Legal terms",
)  # fmt: skip
LOSS_SHARE = (0.28, 0.24, 0.14, 0.12, 0.08, 0.10, 0.04)
NEXT_STEPS = (
    "Call back", "Send proposal", "Demo with technical team", "Meet economic buyer",
    "Legal review", "Reference call", "Pricing review", "Security questionnaire",
)  # fmt: skip


@dataclass(frozen=True)
class Product:
    """A product with its list price and cost in euro cents."""

    code: str
    name: str
    family: str
    list_price: int
    cost_share: float


PRODUCTS = (
    Product("FLW-S", "Flow Seat", "Flow", 39_00, 0.22),
    Product("FLW-P", "Flow Plus Seat", "Flow", 79_00, 0.20),
    Product("SIG-B", "Signal Base", "Signal", 450_00, 0.31),
    Product("SIG-A", "Signal Advanced", "Signal", 890_00, 0.28),
    Product("EDG-N", "Edge Node", "Edge", 1_250_00, 0.52),
    Product("EDG-G", "Edge Gateway", "Edge", 2_400_00, 0.55),
    Product("SVC-I", "Introduction Day", "Services", 1_100_00, 0.62),
    Product("SVC-T", "Training Day", "Services", 950_00, 0.58),
)
PRODUCT_SHARE = (0.24, 0.17, 0.15, 0.11, 0.11, 0.07, 0.09, 0.06)

CURRENCIES = ("EUR", "USD", "GBP")
PRICE_LEVEL = (1.0, 1.10, 0.87)  # list price in the currency for one euro of list price
FX_START = (1.0, 0.92, 1.15)  # euros for one unit

REGION_NAMES = (
    ("DACH", 0, "Germany"), ("North America", 1, "United States"),
    ("UK & Ireland", 2, "United Kingdom"),
    ("France & Benelux", 0, "France"), ("Iberia", 0, "Spain"), ("Nordics", 0, "Denmark"),
    ("Italy", 0, "Italy"), ("Central Europe", 0, "Austria"), ("Canada", 1, "Canada"),
    ("Gulf", 1, "United Arab Emirates"),
)  # fmt: skip

SKILLS = (
    "qualification", "discovery", "product", "value", "negotiation", "closing",
    "prospecting", "relationship", "social_selling", "crm_discipline",
)  # fmt: skip
SKILL_LOADING = (0.14, 0.16, 0.10, 0.16, 0.14, 0.10, 0.12, 0.06, 0.0, 0.0)
SKILL_MEANING = (
    "log-odds of leaving stage Qualification for the next one, for one standard deviation",
    "log-odds of leaving stage Discovery for the next one, for one standard deviation",
    "log-odds of leaving stage Solution Fit for the next one, for one standard deviation",
    "log-odds of leaving stage Proposal for the next one, for one standard deviation",
    "log-odds of leaving stage Negotiation for the next one, for one standard deviation",
    "log-odds of winning from stage Contracting, for one standard deviation",
    "log of deals opened a month, for one standard deviation",
    "log of deal size, for one standard deviation",
    "nothing",
    "nothing",
)
