"""Whom we sell to, what we sell, and what happened on each deal."""

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
            "line",
            "Product line or family.",
            "family productfamily productline series productcategory productgroup category",
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

OPPORTUNITIES = Table(
    "opportunities",
    "One row is a deal, open or closed, as it stands now.",
    (
        key(
            "The deal's id.",
            "opportunityid dealid opportunitynumber opportunityseq oppid salesorderid opportunity",
        ),
        text("name", "Its name.", "opportunityname dealname dealtitle propertydealname"),
        ref(
            "account",
            "accounts",
            "The company.",
            "accountid account accountname companyid customerid customer accountseq",
        ),
        ref(
            "owner",
            "people",
            "The seller who holds it.",
            "ownerid salesagent salesrep rep "
            "opportunityowner dealowner systemuserseq salespersonid assignedto hubspotownerid",
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
            "status opportunityresult result dealstatus opportunitystatus",
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
            "dealamount tcv",
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
            "opportunitycreatedon engagedate opendate opened propertycreatedate orderdate creationdate datecreated",
        ),
        day(
            "close_on",
            "When it was closed, or is expected to be.",
            "closedate closedat estimatedclosedate expectedclosedate propertyclosedate closingdate",
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

STAGE_CHANGES = Table(
    "stage_changes",
    "One row is a deal entering a stage, as the source recorded it.",
    (
        ref("opportunity", "opportunities", "The deal.", "opportunityid dealid", required=True),
        text("stage", "The stage entered.", "stagename newvalue value tostage dealstage stageid"),
        moment(
            "entered_at",
            "When.",
            "createddate changedat dateentered timestamp entered "
            "fivetranstart systemmodstamp lastmodifieddate",
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
            "When the deal went on to the next stage (UTC); empty while it "
            "is there, or at the end.",
        ),
        ("left_on", "DATE", "Local date of left_at."),
        ("step", "INTEGER", "First, second, third ... stay of the deal."),
        ("next_stage", "VARCHAR", "The stage entered next."),
        ("inferred", "BOOLEAN", "True where it was worked out from snapshots."),
        (
            "uncertain_days",
            "INTEGER",
            "Days within which the change may lie: the gap between the "
            "two snapshots; 0 where recorded.",
        ),
        ("cohort_on", "DATE", "First day of the month in which the deal's first stay began."),
    ),
    month_of="cohort_on",
    group=("opportunity_id",),
    moment="entered_on",
    money_on="entered_on",
)

ACTIVITIES = Table(
    "activities",
    "One row is something a seller did: a call, mail, meeting, demo, proposal or task.",
    (
        key("The activity's id.", "activityid taskid eventid engagementid callid meetingid"),
        word(
            "kind",
            "call, email, meeting, demo, proposal, task or other.",
            "type activitytype tasksubtype eventtype engagementtype subtype",
        ),
        ref(
            "person",
            "people",
            "Who did it.",
            "ownerid userid rep salesrep assignedto propertyhubspotownerid",
            required=False,
        ),
        ref("account", "accounts", "With which company.", "accountid companyid"),
        ref("opportunity", "opportunities", "On which deal.", "opportunityid whatid dealid"),
        ref("contact", "contacts", "With whom.", "whoid contactid"),
        moment(
            "occurred_at",
            "When.",
            "activitydate activitydatetime startdatetime date timestamp "
            "createddate starttime propertyhstimestamp occurredat",
            required=True,
        ),
        number(
            "minutes",
            "How long, in minutes.",
            "durationinminutes durationminutes duration",
            low=0,
            high=1440,
        ),
        word("direction", "in or out.", "calltype direction", words="in out"),
        word(
            "result",
            "What came of it: connected, no_answer, held, no_show ...",
            "calldisposition outcome disposition meetingoutcome status",
        ),
        text("subject", "Subject line.", "title"),
        number(
            "quality",
            "Quality mark, 0 to 1 where a source gives one.",
            "qualityscore score callscore",
        ),
    ),
    month_of="occurred_on",
    moment="occurred_on",
    synonyms=(
        "activity",
        "tasks",
        "task",
        "events",
        "event",
        "calls",
        "meetings",
        "emails",
        "engagements",
        "engagement",
        "engagementmeeting",
    ),
    unlocks="activity by type, effort before revenue",
)

CAMPAIGNS = Table(
    "campaigns",
    "One row is a marketing campaign.",
    (
        key("The campaign's id.", "campaignid campaignseq"),
        text("name", "Its name.", "campaignname campaign"),
        text("channel", "Channel.", "type campaigntype medium"),
        money("spend", "What it cost.", "actualcost cost budget", low=0),
        currency(),
        day("starts_on", "First day.", "startdate"),
        day("ends_on", "First day after.", "enddate"),
    ),
    moment="starts_on",
    money_on="starts_on",
    synonyms=("campaign",),
    unlocks="cost of a customer by channel",
)

TOUCHES = Table(
    "touches",
    "One row is a person at a customer answering, or being reached by, a campaign.",
    (
        key("The touch's id.", "campaignmemberid touchid"),
        ref("campaign", "campaigns", "The campaign.", "campaignid"),
        ref("account", "accounts", "The company.", "accountid"),
        ref("contact", "contacts", "The person.", "contactid leadid leadorcontactid"),
        ref("opportunity", "opportunities", "The deal that came of it.", "opportunityid"),
        moment("occurred_at", "When.", "createddate firstrespondeddate date"),
        word("result", "sent, opened, responded ...", "status"),
    ),
    moment="occurred_on",
    synonyms=("campaignmembers", "campaignmember", "campaigntouches"),
    unlocks="lead quality by channel",
)

TICKETS = Table(
    "tickets",
    "One row is a support case.",
    (
        key("The ticket's id.", "ticketid caseid casenumber"),
        ref("account", "accounts", "The company.", "accountid companyid"),
        moment("opened_at", "When it was opened.", "createddate createdat createdate"),
        moment("closed_at", "When it was closed.", "closeddate closedat"),
        word("priority", "Priority.", "severity"),
        text("topic", "What it was about.", "subject reason type"),
        number("satisfaction", "Satisfaction, 0 to 1.", "csat rating"),
    ),
    moment="opened_on",
    synonyms=("ticket", "cases", "case", "supporttickets"),
    unlocks="churn warnings",
)

CONTENT = Table(
    "content",
    "One row is a piece of selling content: a deck, case study, battle card ...",
    (
        key("Its id.", "contentid assetid contentdocumentid"),
        text("name", "Its name.", "title contentname asset"),
        word("kind", "deck, case_study, battle_card ...", "type contenttype"),
        day("published_on", "When it came out.", "publishdate createddate"),
        money("cost", "What it cost to make.", "productioncost", low=0),
        currency(),
    ),
    moment="published_on",
    synonyms=("contents", "assets", "contentassets"),
    unlocks="content yield and waste",
)

CONTENT_USES = Table(
    "content_uses",
    "One row is a piece of content used on a deal.",
    (
        key("Its id.", "useid contentuseid viewid"),
        ref("content", "content", "The content.", "contentid assetid", required=True),
        ref("person", "people", "Who used it.", "userid ownerid"),
        ref("opportunity", "opportunities", "On which deal.", "opportunityid dealid"),
        moment("occurred_at", "When.", "date useddate timestamp createddate"),
        word("action", "shared, viewed, downloaded ...", "event type"),
        number("minutes", "How long it was read, in minutes.", "viewminutes duration", low=0),
    ),
    moment="occurred_on",
    synonyms=("contentuse", "contentusage", "contentviews"),
    unlocks="content yield",
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
            "conversionrate exchangerate averagerate",
            low=0,
            required=True,
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
    OPPORTUNITIES,
    OPPORTUNITY_LINES,
    OPPORTUNITY_SPLITS,
    STAGE_CHANGES,
    OPPORTUNITY_SNAPSHOTS,
    STAGE_HISTORY,
    ACTIVITIES,
    CAMPAIGNS,
    TOUCHES,
    TICKETS,
    CONTENT,
    CONTENT_USES,
    EXCHANGE_RATES,
)
