"""Deals: what they are, what they are made of, who is credited, and how they moved."""

from __future__ import annotations

from everyrep.warehouse.schema.column import Table
from everyrep.warehouse.schema.short import (
    currency,
    day,
    flag,
    key,
    moment,
    money,
    number,
    ref,
    share,
    text,
    word,
)

OPPORTUNITIES = Table(
    "opportunities",
    "One row is a deal, open or closed, as it stands now.",
    (
        key(
            "The deal's id.",
            "opportunityid dealid opportunitynumber opportunityseq oppid salesorderid opportunity",
        ),
        text(
            "name",
            "Its name.",
            "opportunityname dealname dealtitle propertydealname title topic",
        ),
        ref(
            "account",
            "accounts",
            "The company.",
            "accountid account accountname companyid customerid customer accountseq company "
            "companyname organization organizationname associatedcompany potentialcustomer "
            "customername leadname client clientname orgname",
        ),
        ref(
            "owner",
            "people",
            "The seller who holds it.",
            "ownerid salesagent salesrep rep "
            "opportunityowner dealowner systemuserseq salespersonid assignedto hubspotownerid "
            "ownedby assigneduser assignedusername accountexecutive seller salesperson owneremail "
            "ownername userid username user",
        ),
        text(
            "stage",
            "Stage, as the source names it.",
            "stagename dealstage salesstage phase dealpipelinestageid salesstageid",
        ),
        word(
            "outcome",
            "open, won, lost or no_decision; worked out from the flags and the stage "
            "where the file does not say.",
            "status opportunityresult result dealstatus opportunitystatus statustype statuslabel",
            words="open won lost no_decision",
        ),
        flag("is_won", "Won, as the source flags it.", "won hsisclosedwon", read_only_in=True),
        flag(
            "is_closed", "Closed, as the source flags it.", "closed hsisclosed", read_only_in=True
        ),
        money(
            "amount",
            "Value of the deal.",
            "value dealvalue closevalue revenue opportunityamount "
            "opportunityamountusd estimatedrevenue productrevenue subtotal propertyamount "
            "dealamount tcv acv arr estrevenue estimatedvalue estvalue totalvalue",
        ),
        money("list_amount", "Value at list price.", "listamount listvalue"),
        money("cost", "What delivering it costs us.", "costamount cogs"),
        share(
            "discount",
            "Discount given, as a share of list.",
            "discountpct discountrate discountpercent",
        ),
        currency(),
        day(
            "created_on",
            "When it was opened.",
            "createddate createdate createdat "
            "opportunitycreatedon engagedate opendate opened propertycreatedate orderdate "
            "creationdate datecreated createdtime createtime addtime dealcreated datecreate",
        ),
        day(
            "close_on",
            "When it was closed, or is expected to be.",
            "closedate closedat estimatedclosedate expectedclosedate propertyclosedate closingdate "
            "closedon closed closeddate estclosedate actualclosedate dateclosed",
        ),
        day(
            "booked_on",
            "When a win was entered, where that was later than its close; else empty.",
            "bookingdate bookeddate dateofbooking orderbookedon",
        ),
        number(
            "cycle_days",
            "Days from opening to closing, where the file has only that.",
            "daystoclose totaldaysidentifiedthroughclosing opportunitydays salescycle",
            low=0,
        ),
        ref(
            "product",
            "products",
            "The product, where a deal has one.",
            "productid product productname productseq suppliesgroup",
        ),
        word("kind", "new, expansion or renewal.", "type dealtype opportunitytype businesstype"),
        word("motion", "hunting or farming.", "salesmotion", words="hunting farming"),
        text(
            "channel",
            "How it is sold or where it came from.",
            "leadsource source routetomarket saleschannel channelname",
        ),
        ref("campaign", "campaigns", "The campaign it came from.", "campaignid campaignseq"),
        ref("partner", "accounts", "The partner who sells along.", "partnerid"),
        word(
            "forecast_category",
            "pipeline, best_case, commit, closed, omitted.",
            "forecastcategory forecastcategoryname",
        ),
        share(
            "probability",
            "Chance of winning, as the source states it.",
            "probabilitypercent winprobability",
        ),
        text("next_step", "What happens next.", "nextstep nextaction"),
        day("next_step_on", "When the next step is due.", "nextstepdate nextactivitydate"),
        text("competitor", "Main competitor.", "maincompetitor competitortype primarycompetitor"),
        text("loss_reason", "Why it was lost.", "lostreason lossreason closedlostreason reason"),
        text("segment", "Market segment.", "dealsegment"),
        text("region", "Region.", "salesregion"),
        ref("territory", "territories", "Territory.", "territoryid territory2id"),
        day(
            "mutual_plan_on",
            "When a mutual action plan was agreed.",
            "mutualactionplan mutualactionplandate",
        ),
        flag("deleted", "Deleted at the source.", "isdeleted", read_only_in=True),
    ),
    month_of="created_on",
    moment="created_on",
    money_on="close_on",
    synonyms=(
        "opportunity",
        "deals",
        "deal",
        "salespipeline",
        "pipeline",
        "opps",
        "saleswinloss",
        "salesorderheader",
        "orders",
    ),
    unlocks="pipeline, win rate, deal size, bookings",
)


OPPORTUNITY_LINES = Table(
    "opportunity_lines",
    "One row is one product on a deal.",
    (
        key("The line's id.", "lineid opportunitylineitemid salesorderdetailid lineitemid"),
        ref(
            "opportunity",
            "opportunities",
            "The deal.",
            "opportunityid dealid salesorderid",
            required=True,
        ),
        ref("product", "products", "The product.", "productid product2id product"),
        number("quantity", "How many.", "qty orderqty"),
        money("unit_price", "Price of one, as sold.", "unitprice salesprice"),
        money("list_price", "List price of one.", "listprice"),
        money("amount", "Line total.", "totalprice linetotal total"),
        money("unit_cost", "What one costs us.", "unitcost standardcost"),
        money("cost", "What the line costs us.", "linecost totalcost"),
        share("discount", "Discount, as a share of list.", "unitpricediscount discountpct"),
        currency(),
    ),
    synonyms=(
        "opportunitylineitem",
        "opportunitylineitems",
        "lineitems",
        "salesorderdetail",
        "orderlines",
        "quotelines",
    ),
    unlocks="product mix, discount and margin by product",
)


OPPORTUNITY_SPLITS = Table(
    "opportunity_splits",
    "One row is the part of a deal that is credited to a person.",
    (
        key("The split's id.", "splitid opportunitysplitid"),
        ref("opportunity", "opportunities", "The deal.", "opportunityid dealid", required=True),
        ref("person", "people", "Who is credited.", "splitownerid ownerid userid", required=True),
        share("part", "Share of the deal.", "splitpercentage percentage percent splitpct"),
        word("kind", "revenue or overlay.", "splittype splittypeid"),
    ),
    synonyms=("opportunitysplit", "splits", "credits"),
    unlocks="credit where several people sell one deal",
)


REFUNDS = Table(
    "refunds",
    "One row is a won deal, or a part of it, that was taken back.",
    (
        key("The refund's id.", "refundid cancellationid creditnoteid creditmemoid"),
        ref(
            "opportunity",
            "opportunities",
            "The deal.",
            "opportunityid dealid salesorderid",
            required=True,
        ),
        day(
            "refunded_on",
            "When it was taken back.",
            "refunddate cancellationdate cancelledon canceldate creditnotedate creditmemodate",
            required=True,
        ),
        day(
            "recorded_on",
            "When that was entered, where it was later; else empty.",
            "recordeddate entrydate",
        ),
        money(
            "amount",
            "How much of the deal's amount; empty: all of it.",
            "refundamount creditamount cancelledamount",
        ),
        money("cost", "How much of its cost comes back with it.", "costamount refundedcost"),
        currency(),
        text("reason", "Why.", "refundreason cancellationreason"),
    ),
    moment="refunded_on",
    money_on="refunded_on",
    synonyms=("refund", "cancellations", "creditnotes", "creditmemos", "chargebacks"),
    unlocks="pay that follows what is taken back",
)


STAGE_CHANGES = Table(
    "stage_changes",
    "One row is a deal entering a stage, as the source recorded it.",
    (
        ref("opportunity", "opportunities", "The deal.", "opportunityid dealid id", required=True),
        text("stage", "The stage entered.", "stagename newvalue value tostage dealstage stageid"),
        moment(
            "entered_at",
            "When.",
            "fivetranstart createddate changedat dateentered timestamp entered "
            "systemmodstamp lastmodifieddate",
            required=True,
        ),
        money("amount", "Amount after the change.", "dealamount"),
        currency(),
        day("close_on", "Expected close after the change.", "closedate"),
        share("probability", "Probability after the change.", "prob"),
        ref("changed_by", "people", "Who changed it.", "createdbyid changedby"),
    ),
    key=("opportunity", "entered_at", "stage"),
    synonyms=(
        "opportunityhistory",
        "stagehistory",
        "opportunityfieldhistory",
        "dealstage",
        "dealstagehistory",
    ),
    unlocks="time in stage, stage conversion, the pipeline as it was",
    landing_only=True,
)


OWNER_CHANGES = Table(
    "owner_changes",
    "One row is a deal given from one seller to another.",
    (
        ref("opportunity", "opportunities", "The deal.", "opportunityid dealid", required=True),
        ref("owner", "people", "Who has it from then on.", "newvalue newowner", required=True),
        ref("before", "people", "Who had it.", "oldvalue oldowner"),
        moment("changed_at", "When.", "createddate changedate timestamp", required=True),
    ),
    key=("opportunity", "changed_at"),
    moment="changed_on",
    synonyms=("ownerchanges", "ownerhistory", "opportunityownerhistory"),
    unlocks="who had a deal on any date",
)

OPPORTUNITY_SNAPSHOTS = Table(
    "opportunity_snapshots",
    "One row is a deal as a periodic export showed it on a day.",
    (
        ref("opportunity", "opportunities", "The deal.", "opportunityid dealid id", required=True),
        day(
            "seen_on",
            "Day of the snapshot.",
            "snapshotdate asof asofdate exportdate",
            required=True,
        ),
        text("stage", "Stage that day.", "stagename dealstage"),
        word("outcome", "Outcome that day.", "status", words="open won lost no_decision"),
        money("amount", "Amount that day.", "value dealvalue"),
        currency(),
        day("close_on", "Expected close that day.", "closedate"),
        ref("owner", "people", "Owner that day.", "ownerid salesagent"),
        word("forecast_category", "Forecast category that day.", "forecastcategoryname"),
    ),
    key=("opportunity", "seen_on"),
    month_of="seen_on",
    moment="seen_on",
    money_on="seen_on",
    synonyms=("snapshots", "pipelinesnapshots", "opportunitysnapshot"),
    unlocks="stage history where none was recorded; what moved since last week",
)


STAGE_HISTORY = Table(
    "stage_history",
    "One row is a deal's stay in a stage, recorded by the source or inferred from snapshots.",
    STAGE_CHANGES.columns,
    key=("opportunity", "entered_at", "stage"),
    derived=(
        (
            "left_at",
            "TIMESTAMP",
            "When the deal went on to the next stage (UTC); empty till then.",
        ),
        ("left_on", "DATE", "Local date of left_at."),
        ("step", "INTEGER", "First, second, third ... stay of the deal."),
        ("next_stage", "VARCHAR", "The stage entered next."),
        ("inferred", "BOOLEAN", "True where it was worked out from snapshots."),
        (
            "uncertain_days",
            "INTEGER",
            "Days within which an inferred change may lie; 0 if recorded.",
        ),
        ("cohort_on", "DATE", "First day of the month in which the deal's first stay began."),
    ),
    month_of="cohort_on",
    group=("opportunity_id",),
    moment="entered_on",
    money_on="entered_on",
    aside="step IS NULL",
)


TABLES = (
    OPPORTUNITIES,
    OPPORTUNITY_LINES,
    OPPORTUNITY_SPLITS,
    REFUNDS,
    STAGE_CHANGES,
    OWNER_CHANGES,
    OPPORTUNITY_SNAPSHOTS,
    STAGE_HISTORY,
)
