"""What people learned, how it was tested, and what it was meant to change."""

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
    text,
    word,
)

COURSES = Table(
    "courses",
    "One row is something to learn from: a course, lesson, certification, video or practice.",
    (
        key(
            "Its id; for xAPI the activity's IRI.",
            "courseid codemodule moduleid activityid trainingprogramname programid lessonid",
        ),
        text("title", "Its title.", "name coursename coursetitle trainingprogramname"),
        word(
            "kind",
            "course, lesson, certification, video, practice, quiz ...",
            "type coursetype trainingtype activitytype",
        ),
        ref("parent", "courses", "The course it is a part of.", "parentid parentcourse"),
        text("skills", "Skills it teaches, separated by semicolons.", "skill competency topic"),
        number("minutes", "Intended length in minutes.", "length duration durationminutes", low=0),
        money("cost", "Cost of one seat.", "costperseat price trainingcost", low=0),
        currency(),
        flag("mandatory", "Everybody has to take it.", "required ismandatory"),
        day("published_on", "When it was offered first.", "createddate publisheddate"),
        text("meant_for", "The measure it is meant to move.", "targetmeasure objective kpi"),
    ),
    synonyms=(
        "course",
        "catalogue",
        "catalog",
        "coursecatalogue",
        "modules",
        "learningobjects",
        "trainings",
        "lessons",
        "vle",
    ),
    unlocks="learning by skill and cost",
)

LEARNING_EVENTS = Table(
    "learning_events",
    "One row is what somebody did with something to learn from (actor, verb, object, result).",
    (
        key("The statement's id.", "statementid eventid uuid"),
        ref(
            "person",
            "people",
            "Who (actor).",
            "actor actormbox employeeid studentid learner userid idstudent learnerid "
            "useruniqueid uniqueuserid email emailaddress useremail learneremail workemail "
            "username user learnername",
            required=True,
        ),
        word(
            "verb",
            "registered, launched, progressed, completed, passed, failed, scored, "
            "answered, withdrew ...",
            "verbid action trainingoutcome status event completionstatus progressstatus "
            "coursestatus trainingstatus enrollmentstatus enrolmentstatus transcriptstatus",
            required=True,
        ),
        ref(
            "course",
            "courses",
            "What with (object).",
            "object objectid courseid activityid codemodule trainingprogramname idassessment "
            "coursename coursetitle coursefullname course coursecode trainingtitle trainingname "
            "learningitem contentname contenttitle",
            required=True,
        ),
        moment(
            "occurred_at",
            "When.",
            "timestamp date trainingdate completedat datesubmitted completiondate stored "
            "transcriptcompleteddate completedon completeddate datecompleted timecompleted "
            "completiontime completed finishedat finisheddate",
            required=True,
        ),
        number("score", "Result, 0 to 1.", "resultscorescaled scorescaled grade"),
        flag("passed", "Passed.", "resultsuccess success"),
        number("progress", "Share done, 0 to 1.", "percentcomplete", low=0, high=1),
        number("minutes", "Time spent, in minutes.", "duration resultduration timespent", low=0),
        ref("parent", "courses", "The course it belongs to (context).", "contextparent parent"),
        ref(
            "opportunity",
            "opportunities",
            "The deal it was taken for, where it was.",
            "opportunityid",
        ),
    ),
    month_of="occurred_on",
    moment="occurred_on",
    synonyms=(
        "xapi",
        "statements",
        "statement",
        "learningrecords",
        "completions",
        "courseprogress",
        "enrolments",
        "studentregistration",
        "training",
        "traininganddevelopment",
        "trainings",
        "transcript",
        "coursecompletions",
        "trainingrecords",
        "userscourses",
        "learneractivity",
    ),
    unlocks="course completion, learning by person, what training does",
)

LEARNING_LINKS = Table(
    "learning_links",
    "One row ties something to learn from to deals, revenue or a stage that it is meant to move.",
    (
        ref("course", "courses", "The learning object.", "courseid", required=True),
        ref("opportunity", "opportunities", "A deal it was used on.", "opportunityid dealid"),
        text("stage", "A stage whose conversion or length it is meant to move.", "stagename"),
        text("measure", "A measure it is meant to move.", "measurename kpi"),
        day("from_on", "From when.", "startdate"),
    ),
    key=("course", "opportunity", "stage", "measure"),
    synonyms=("learninglinks", "courselinks"),
    unlocks="learning beside the deals and stages it was meant for",
)

ASSESSMENTS = Table(
    "assessments",
    "One row is one rating: who rated whom, on what, when.",
    (
        key("The rating's id.", "assessmentid ratingid"),
        ref(
            "person",
            "people",
            "Who was rated.",
            "employeeid studentid personid idstudent ratee",
            required=True,
        ),
        ref("rater", "people", "Who rated; empty for a test.", "raterid managerid assessor"),
        word("kind", "self, manager, peer, test, call, role_play ...", "assessmenttype source"),
        text("skill", "What was rated.", "competency topic idassessment dimension"),
        ref("course", "courses", "The course it belongs to.", "courseid codemodule"),
        number(
            "score",
            "The rating, in its own scale.",
            "rating points mark grade performancescore",
            required=True,
        ),
        number("out_of", "Highest possible rating.", "maxscore scalemax maximum"),
        moment("occurred_at", "When.", "date datesubmitted ratedon surveydate"),
    ),
    moment="occurred_on",
    derived=(("share", "DOUBLE", "score / out_of, where out_of is known."),),
    synonyms=(
        "assessment",
        "ratings",
        "quizscores",
        "skillratings",
        "studentassessment",
        "scorecards",
    ),
    unlocks="skills and gaps",
)

TABLES = (COURSES, LEARNING_EVENTS, LEARNING_LINKS, ASSESSMENTS)
