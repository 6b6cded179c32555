"""What sellers and marketing did to win customers and keep them."""

from __future__ import annotations

from everyrep.warehouse.schema.column import Table
from everyrep.warehouse.schema.short import (
    currency,
    day,
    key,
    moment,
    money,
    number,
    ref,
    text,
    word,
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
            "ownerid userid rep salesrep assignedto propertyhubspotownerid owner assignedtouser "
            "assigneduser hostemail host organizer username user",
            required=False,
        ),
        ref("account", "accounts", "With which company.", "accountid companyid"),
        ref("opportunity", "opportunities", "On which deal.", "opportunityid whatid dealid"),
        ref("contact", "contacts", "With whom.", "whoid contactid"),
        moment(
            "occurred_at",
            "When.",
            "activitydate activitydatetime startdatetime date timestamp "
            "createddate starttime propertyhstimestamp occurredat duedate callstarttime "
            "startedat activitytime",
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


TABLES = (
    ACTIVITIES,
    CAMPAIGNS,
    TOUCHES,
    TICKETS,
    CONTENT,
    CONTENT_USES,
)
