"""The columns of a vacancy: for files, for the form and for exports."""

from employers import readers, words
from employers.columns import Column
from employers.models import LINE, LIST, SHORT, Agreement, Employer
from matching import grammar

JOB, WHERE, WHEN = "The job", "Where", "When"
MOVE, ASKED, SAFE, PAY, POST = "What could move", "What it asks for", "Checks", "Pay and contract", "The posting"

COLUMNS = (
    Column(
        "reference",
        "Reference",
        readers.reference,
        JOB,
        "A short name for files, such as V014. It stays.",
        required=True,
    ),
    Column("employer", "Employer", readers.line, JOB, required=True, attribute="employer_reference", links_to=Employer),
    Column("agreement", "Under the agreement", readers.line, JOB, attribute="agreement_reference", links_to=Agreement),
    Column("title", "Title", readers.line, JOB, "As the employer calls it", required=True, longest=LINE),
    Column("occupation", "Occupation", readers.line, JOB, longest=SHORT),
    Column("sector", "Sector", readers.line, JOB, longest=SHORT),
    Column("postcode", "Postcode", readers.postcode, WHERE, "Of the place of work, or its first half, such as S2"),
    Column(
        "latitude",
        "Latitude",
        readers.number(-90, 90, "degrees"),
        WHERE,
        "Only where the postcode is not enough",
        "number",
    ),
    Column("longitude", "Longitude", readers.number(-180, 180, "degrees"), WHERE, control="number"),
    Column(
        "home_working",
        "Working from home",
        readers.one(words.HOME_WORKING),
        WHERE,
        control="one",
        choices=words.HOME_WORKING,
    ),
    Column(
        "shift",
        "Working times",
        readers.pattern(widen=True),
        WHEN,
        "As Mon-Fri 09:00-17:00; Sat 10:00-14:00. Rota weeks are separated by /. Leave empty if not known.",
        "week",
        longest=LIST,
    ),
    Column(
        "shifts_chosen_by_worker",
        "Does the worker choose the shifts?",
        grammar.yes_no,
        WHEN,
        control="yes_no",
        choices=words.YES_NO,
    ),
    Column(
        "rota_notice_days",
        "Days' notice of the rota",
        readers.whole(0, 366, "days"),
        WHEN,
        control="number",
    ),
    Column(
        "hours_guaranteed",
        "Paid hours a week, guaranteed",
        readers.number(0, 168, "hours a week"),
        WHEN,
        "0 if none are",
        "number",
    ),
    Column(
        "hours_typical", "Paid hours a week, as a rule", readers.number(0, 168, "hours a week"), WHEN, control="number"
    ),
    Column(
        "negotiable",
        "What could move",
        readers.negotiable,
        MOVE,
        "As start 60; finish 30; days 1; hours 8: minutes, minutes, days, hours a week. none if nothing could. Empty: not asked yet.",
        longest=LINE,
    ),
    Column("term_time_only", "Term time only?", grammar.yes_no, WHEN, control="yes_no", choices=words.YES_NO),
    Column("starts_on", "Starts on", grammar.day, WHEN, control="date"),
    Column(
        "essential_skills",
        "Needed from the first day",
        readers.items,
        ASKED,
        "Separated by ; none if nothing is. Empty: not known.",
        "lines",
        longest=LIST,
    ),
    Column("desirable_skills", "Good to have", readers.items, ASKED, "Separated by ;", "lines", longest=LIST),
    Column(
        "certificates", "Certificates", readers.items, ASKED, "Separated by ; none if none are needed", longest=LIST
    ),
    Column(
        "demands",
        "What the work is like",
        readers.demands,
        ASKED,
        "As standing 240; walking 60 (minutes a day); lifting 15 (kg); noise; pace; conflict; targets; nights; lone working; "
        "heights; outdoors. none if none of these.",
        "lines",
        longest=LIST,
    ),
    Column(
        "adjustable",
        "What of that they would adjust",
        readers.many(grammar.DEMANDS),
        MOVE,
        "none if nothing. Empty: not asked yet.",
        "many",
        choices=words.DEMANDS,
        longest=LIST,
    ),
    Column(
        "involves",
        "It involves",
        readers.many(words.INVOLVES),
        SAFE,
        "none if none of these. Empty: not known.",
        "many",
        choices=words.INVOLVES,
        longest=LIST,
    ),
    Column("dbs", "DBS check", readers.one(words.DBS_CHECKS), SAFE, control="one", choices=words.DBS_CHECKS),
    Column("pay_from", "Pay from", readers.money, PAY, "In pounds", "number"),
    Column("pay_to", "Pay to", readers.money, PAY, "In pounds", "number"),
    Column(
        "pay_period",
        "Pay is for",
        readers.one(words.PAY_PERIODS),
        PAY,
        "A full-time year is 52 weeks of 37.5 hours",
        "one",
        choices=words.PAY_PERIODS,
    ),
    Column("contract", "Contract", readers.one(words.CONTRACTS), PAY, control="one", choices=words.CONTRACTS),
    Column("places", "Places", readers.whole(0, 100_000), POST, "How many people they are looking for", "number"),
    Column("closes_on", "Closes on", grammar.day, POST, "The last day", "date"),
)
