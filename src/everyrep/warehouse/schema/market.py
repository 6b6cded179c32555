"""Whom we sell to, what we sell, in which steps and currencies."""

from __future__ import annotations

from everyrep.warehouse.schema.column import Table
from everyrep.warehouse.schema.short import (
    currency,
    day,
    flag,
    key,
    money,
    number,
    ref,
    share,
    text,
    whole,
    word,
)

ACCOUNTS = Table(
    "accounts",
    "One row is a company we sell to, or might.",
    (
        key("The account's id.", "accountid companyid customerid accountseq account"),
        text("name", "Its name.", "accountname companyname company account customername"),
        ref("owner", "people", "Who looks after it.", "ownerid accountownerid accountowner"),
        ref(
            "parent",
            "accounts",
            "The company it belongs to.",
            "parentid parentaccountid subsidiaryof",
        ),
        text("segment", "Market segment.", "accountsegment customersegment clientsize type"),
        text("industry", "Industry.", "sector industryname industryseq branche"),
        text("region", "Region.", "regionname billingstate stateorprovince"),
        text("country", "Country.", "billingcountry officelocation countrycode"),
        ref("territory", "territories", "The territory it lies in.", "territoryid territoryseq"),
        whole("employees", "Number of employees.", "numberofemployees headcount", low=0),
        money("revenue", "The company's own yearly revenue.", "annualrevenue companyrevenue"),
        currency(),
        day("customer_since_on", "When it became a customer.", "customersince"),
        day("lost_on", "When it stopped being one.", "churndate churnedon"),
        flag("deleted", "Deleted at the source.", "isdeleted", read_only_in=True),
    ),
    synonyms=("account", "companies", "company", "customers", "customer", "clients"),
    unlocks="figures by segment, industry and customer; retention; whitespace",
)


CONTACTS = Table(
    "contacts",
    "One row is a person at a customer.",
    (
        key("The contact's id.", "contactid contactseq leadid"),
        ref("account", "accounts", "Where the person works.", "accountid companyid accountseq"),
        text("name", "Name.", "fullname contactname contact", personal=True),
        text("email", "Mail address.", "emailaddress", personal=True),
        text("title", "Job title.", "jobtitle"),
        word("role", "Part in buying: sponsor, champion, user, procurement ...", "buyingrole"),
    ),
    synonyms=("contact", "leads", "lead"),
    unlocks="multi-threading, sponsors engaged",
)


PRODUCTS = Table(
    "products",
    "One row is something we sell.",
    (
        key("The product's id.", "productid productseq product productcode product2id"),
        text("name", "Its name.", "productname product"),
        text(
            "family",
            "Product line or family.",
            "line productfamily productline series productcategory productgroup category",
        ),
        money("list_price", "List price of one.", "salesprice listprice unitprice price"),
        money("unit_cost", "Cost of one.", "cost standardcost unitcost"),
        currency(),
        flag("active", "Still sold.", "isactive"),
    ),
    synonyms=("product", "product2", "pricebook", "items"),
    unlocks="figures by product; price, discount and margin",
)


STAGES = Table(
    "stages",
    "One row is a step of the sales process, in order.",
    (
        key(
            "The stage's id or name, as opportunities refer to it.",
            "stageid salesstageid masterlabel apiname stage",
        ),
        text("name", "Its name.", "stagename label salesstage masterlabel"),
        whole(
            "position",
            "Its place in the order, from 1.",
            "sortorder displayorder order stageorder",
            low=0,
        ),
        share("probability", "Chance of winning usually attached to it.", "defaultprobability"),
        flag("closed", "Deals in it are closed.", "isclosed"),
        flag("won", "Deals in it are won.", "iswon closedwon"),
        text("pipeline", "The process it belongs to, where there are several.", "pipelineid"),
    ),
    derived=(
        ("origin", "VARCHAR", "declared by a file, or inferred from deals and their histories."),
    ),
    synonyms=(
        "stage",
        "opportunitystages",
        "opportunitystage",
        "salesstage",
        "dealstages",
        "dealpipelinestage",
    ),
    unlocks="stage order, weighted pipeline, conversion by stage",
)


EXCHANGE_RATES = Table(
    "exchange_rates",
    "One row is how much one unit of a currency is worth in another, from a date on.",
    (
        currency("The currency converted from."),
        day("from_on", "First day of the rate.", "startdate date ratedate", required=True),
        number(
            "rate",
            "Units of the reporting currency for one unit of this one.",
            "exchangerate averagerate",
            low=0,
        ),
        number(
            "per_reporting",
            "Units of this currency for one of the reporting currency: the inverse of rate.",
            "conversionrate",
            low=0,
        ),
        text(
            "to_currency",
            "Currency converted into; empty: the reporting currency.",
            "tocurrency basecurrency",
        ),
    ),
    key=("currency", "to_currency", "from_on"),
    moment="from_on",
    synonyms=("datedconversionrates", "datedconversionrate", "currencyrates", "fx", "rates"),
    unlocks="amounts of several currencies added up",
)


TABLES = (
    ACCOUNTS,
    CONTACTS,
    PRODUCTS,
    STAGES,
    EXCHANGE_RATES,
)
