"""Who works here, where they stand in the organisation, and what they are asked to sell."""

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

PEOPLE = Table(
    "people",
    "One row is one person, put together from every system that knows them.",
    (
        key(
            "The person's id in this system.",
            "userid employeeid empid workerid personid agentid associateid "
            "salesrepid ownerid personnelnumber salesagent owner businessentityid systemuserseq",
        ),
        text(
            "full_name",
            "Whole name, in any order.",
            "name fullname displayname employeename salesagent repname ownername owner "
            "lastnamefirstname firstnamelastname employeefullname employee worker",
            personal=True,
        ),
        text(
            "first_name",
            "Given name.",
            "firstname givenname forename vorname prenom",
            personal=True,
        ),
        text(
            "last_name", "Family name.", "lastname surname familyname nachname nom", personal=True
        ),
        text(
            "email",
            "Work mail address.",
            "emailaddress mail workemail adamail ademail businessemail professionalemail "
            "loginid username",
            personal=True,
        ),
        text(
            "other_emails",
            "Further addresses, separated by semicolons.",
            "aliases emailaliases secondaryemail",
            personal=True,
        ),
        text(
            "employee_number",
            "Number in the HR system, where another system keeps it.",
            "employeenumber personnelno staffnumber personalnummer matricule",
            personal=True,
        ),
        text("title", "Job title.", "jobtitle position jobprofile businesstitle funktion"),
        word(
            "role",
            "What the person does: rep, sdr, manager, enablement ...",
            "userrole role jobfunction rolename function jobrole",
        ),
        text("level", "Level or grade.", "joblevel grade seniority managementlevel payzone"),
        ref(
            "manager",
            "people",
            "The person's manager.",
            "managerid supervisor reportsto managername lineManager supervisorid vorgesetzter "
            "reportingto directmanager workersmanager responsable",
        ),
        ref(
            "team",
            "teams",
            "The person's team.",
            "teamid teamname department departmentid businessunit orgunit",
        ),
        ref(
            "territory",
            "territories",
            "The person's territory.",
            "territoryid territoryname gebiet",
        ),
        text("region", "Region.", "regionaloffice salesregion area"),
        word(
            "motion",
            "hunting (new customers) or farming (existing ones).",
            "salesmotion",
            words="hunting farming",
        ),
        money(
            "base_pay",
            "Yearly base pay.",
            "salary basesalary annualsalary totalbasepay grundgehalt",
            personal=True,
            low=0,
        ),
        share("commission_rate", "Share of sales paid as commission.", "commissionpct"),
        currency(),
        day(
            "hired_on",
            "First working day.",
            "hiredate startdate dateofhire eintritt eintrittsdatum originalhiredate joined "
            "joindate joiningdate dateofjoining employmentstart employmentstartdate hiredon",
        ),
        day(
            "left_on",
            "First day no longer employed.",
            "exitdate terminationdate enddate leavedate austritt austrittsdatum left "
            "lastdayofwork lastworkingday employmentend employmentenddate leavingdate",
        ),
        word(
            "leaving_kind",
            "voluntary, involuntary or other.",
            "terminationtype exittype leavingkind",
        ),
        text(
            "leaving_reason",
            "Why the person left.",
            "terminationreason exitreason terminationdescription",
            personal=True,
        ),
        flag(
            "active",
            "Employed or enabled at the time of the export.",
            "isactive currentflag currentemployee",
            read_only_in=True,
        ),
    ),
    money_on="hired_on",
    synonyms=(
        "users",
        "owners",
        "salesteams",
        "reps",
        "agents",
        "employees",
        "employee",
        "workers",
        "staff",
        "salesperson",
        "user",
        "owner",
        "worker",
        "people",
        "hr",
        "mitarbeiter",
    ),
    unlocks="revenue, activity and learning by person; ramp; turnover",
)

POSITIONS = Table(
    "positions",
    "One row is what a person was from one date to another: role, manager, team, territory, pay.",
    (
        ref(
            "person",
            "people",
            "Who.",
            "employeeid workerid userid personid employee empid businessentityid personnelnumber",
            required=True,
        ),
        day(
            "from_on",
            "First day of the position.",
            "startdate effectivedate validfrom "
            "fromdate ratechangedate gueltigab from effectivefrom",
            required=True,
        ),
        day(
            "to_on",
            "First day after it; empty while it lasts.",
            "enddate validto todate gueltigbis to effectiveto",
        ),
        text("title", "Job title.", "jobtitle position businesstitle"),
        word("role", "What the person does.", "rolename userrole function"),
        text("level", "Level or grade.", "joblevel grade"),
        ref("manager", "people", "The manager.", "managerid supervisor reportsto managername"),
        ref("team", "teams", "The team.", "teamid teamname department departmentid"),
        ref("territory", "territories", "The territory.", "territoryid territoryname"),
        text("region", "Region.", "salesregion"),
        money("base_pay", "Yearly base pay.", "salary basesalary rate", personal=True, low=0),
        currency(),
    ),
    key=("person", "from_on"),
    moment="from_on",
    money_on="from_on",
    side_by_side=True,
    effective=("from_on", "to_on"),
    synonyms=(
        "jobhistory",
        "positionhistory",
        "assignments",
        "territoryhistory",
        "departmenthistory",
        "payhistory",
        "orghistory",
        "workerpositionhistory",
    ),
    unlocks="who led whom, in which team and territory, as of any date",
)

LEAVES = Table(
    "leaves",
    "One row is one absence of a person longer than a few days.",
    (
        ref("person", "people", "Who was away.", "employeeid workerid personid", required=True),
        day(
            "from_on",
            "First day away.",
            "startdate leavestart leavestartdate firstdayofleave leavelastdayofwork",
            required=True,
        ),
        day(
            "to_on",
            "First day back.",
            "enddate leaveend leaveenddate firstdayofwork estimatedleaveenddate",
        ),
        word("kind", "parental, sick, study ...", "leavetype leavekind reason", personal=True),
    ),
    key=("person", "from_on"),
    effective=("from_on", "to_on"),
    synonyms=("leave", "absences", "absence", "leavestatus"),
    unlocks="quota relief, fair ramp and attainment",
)

TEAMS = Table(
    "teams",
    "One row is a team or unit of the organisation.",
    (
        key("The team's id.", "teamid departmentid organizationid"),
        text("name", "The team's name.", "teamname department organizationname"),
        ref("parent", "teams", "The unit above it.", "parentid parentteam superiororganizationid"),
        ref("manager", "people", "Who leads it.", "managerid teamlead"),
        text("region", "Region.", "groupname regionname"),
    ),
    synonyms=("team", "departments", "department", "organization", "organizations", "orgunits"),
    unlocks="figures by team",
)

TERRITORIES = Table(
    "territories",
    "One row is a territory: a part of the market given to somebody.",
    (
        key("The territory's id.", "territoryid territoryseq"),
        text("name", "Its name.", "territoryname territory"),
        text("region", "The region it lies in.", "group regionname"),
        text("country", "Country.", "countryregioncode countrycode"),
    ),
    synonyms=("territory", "salesterritory", "salesterritories"),
    unlocks="figures by territory",
)

QUOTAS = Table(
    "quotas",
    "One row is what a person, team or territory was asked to sell in a period.",
    (
        ref(
            "person",
            "people",
            "Whose quota.",
            "ownerid userid repid employeeid salespersonid businessentityid salesrep quotaowner "
            "rep seller salesperson accountexecutive owner user employee name email",
        ),
        ref("team", "teams", "Which team's quota, where it is a team's.", "teamid teamname"),
        ref("territory", "territories", "Which territory's quota.", "territoryid"),
        day(
            "from_on",
            "First day of the period.",
            "startdate quotadate periodstart quarterstart",
            required=True,
        ),
        day(
            "to_on",
            "First day after; empty: until the next quota, the last as long as the others.",
            "enddate periodend quarterend",
        ),
        money(
            "amount",
            "The target.",
            "quota salesquota target quotaamount goal rev_goal",
            required=True,
            low=0,
        ),
        currency(),
        word("measure", "What is counted: bookings unless said otherwise.", "quotatype metric"),
    ),
    key=("person", "team", "territory", "from_on", "measure"),
    moment="from_on",
    money_on="from_on",
    effective=("from_on", "to_on"),
    synonyms=("quota", "salespersonquotahistory", "targets", "goals", "forecastingquota"),
    unlocks="attainment, coverage, ramp",
)

COACHING_SESSIONS = Table(
    "coaching_sessions",
    "One row is one coaching conversation.",
    (
        key("The session's id.", "sessionid coachingid"),
        ref("coach", "people", "Who coached.", "coachid managerid manager", required=True),
        ref(
            "person", "people", "Who was coached.", "repid employeeid coacheeid rep", required=True
        ),
        day("held_on", "When.", "date sessiondate coachingdate", required=True),
        number("minutes", "How long, in minutes.", "durationminutes duration", low=0, high=1440),
        text("skill", "The skill it was about.", "topic focus competency"),
        ref(
            "opportunity",
            "opportunities",
            "The deal it was about, where it was.",
            "opportunityid dealid",
        ),
    ),
    moment="held_on",
    synonyms=("coaching", "coachingsessions", "oneonones"),
    unlocks="coaching hours, coaching effect",
)

TRAINING_SPEND = Table(
    "training_spend",
    "One row is one cost of training.",
    (
        key("The line's id.", "spendid invoiceid lineid"),
        day("spent_on", "When.", "date spenddate invoicedate trainingdate", required=True),
        money("amount", "How much.", "cost trainingcost spend", required=True, low=0),
        currency(),
        ref("course", "courses", "For which course.", "courseid trainingprogramname program"),
        ref("person", "people", "For whom, where it is known.", "employeeid personid"),
        text("skill", "Which skill it served.", "competency topic"),
        text("vendor", "Who was paid.", "supplier trainer"),
        whole("seats", "How many people it served.", "participants", low=0),
    ),
    moment="spent_on",
    money_on="spent_on",
    synonyms=("trainingspend", "trainingcosts", "trainingbudget"),
    unlocks="training spend by skill, return on training",
)

PROGRAM_ASSIGNMENTS = Table(
    "program_assignments",
    "One row says who was assigned to which arm of a program, when and how it was decided.",
    (
        key("The assignment's id.", "assignmentid"),
        text("program", "The program.", "programname trial rollout"),
        ref("person", "people", "The person, where people were assigned.", "employeeid personid"),
        ref("team", "teams", "The team, where teams were assigned.", "teamid teamname"),
        word("arm", "treated or control, or the arm's name.", "group variant wave"),
        day("starts_on", "When the treatment starts; empty for never.", "startdate start"),
        word("decided_by", "random, manager, volunteer, rule.", "assignmentmethod method"),
        ref("course", "courses", "The course given.", "courseid"),
    ),
    moment="starts_on",
    synonyms=("programassignments", "trials", "rollouts"),
    unlocks="effects from trials and staggered rollouts",
)

TABLES = (
    PEOPLE,
    POSITIONS,
    LEAVES,
    TEAMS,
    TERRITORIES,
    QUOTAS,
    COACHING_SESSIONS,
    TRAINING_SPEND,
    PROGRAM_ASSIGNMENTS,
)
