"""The columns of a participant: for files, for the form and for exports."""

from brokerage.models import CHANNELS
from employers import readers
from employers.columns import Column
from employers.models import LINE, LIST, SHORT
from employers.words import CONTRACTS, DEMANDS, INVOLVES, YES_NO, Words
from matching import grammar
from matching.terms import MODES

WHO, CONTACT, HOME, WEEK = "Who", "Getting in touch", "Where home is", "When work is possible"
SCHOOL, HOURS, TRAVEL, CAN = "School run", "How much work", "Travel", "What this person brings"
LIMITS, LEGAL, WISHES, SHARE = "What work has to leave room for", "Restrictions by law", "Wishes", "What may be shown"
WAYS: Words = {mode: mode.capitalize() for mode in MODES}
PARTS = {
    "name": "Name",
    "strengths": "Strengths",
    "skills": "Skills",
    "certificates": "Certificates",
    "hours": "Hours",
    "adjustments": "Adjustments",
}
DEGREES_NORTH, DEGREES_EAST = readers.number(-90, 90, "degrees"), readers.number(-180, 180, "degrees")

COLUMNS = (
    Column(
        "reference",
        "Reference",
        readers.reference,
        WHO,
        "A short name for files, such as P001. It stays.",
        required=True,
    ),
    Column("name", "Name", readers.line, WHO, "What this person likes to be called", longest=LINE),
    Column("email", "E-mail", readers.email, CONTACT),
    Column("phone", "Phone", readers.phone, CONTACT, longest=40),
    Column("channel", "Best way", readers.one(CHANNELS), CONTACT, control="one", choices=CHANNELS),
    Column(
        "safe_window",
        "When it is safe to get in touch",
        readers.pattern(widen=False),
        CONTACT,
        "As Mon-Fri 10:00-14:00. Empty: any time of day.",
        "week",
        longest=LIST,
    ),
    Column("postcode", "Postcode", readers.postcode, HOME, "Its first half, such as S2, is enough"),
    Column("latitude", "Latitude", DEGREES_NORTH, HOME, "Only where the postcode is not enough", "number"),
    Column("longitude", "Longitude", DEGREES_EAST, HOME, control="number"),
    Column("area", "Area code", readers.line, HOME, "For agreements that are meant for some areas", longest=SHORT),
    Column(
        "keyworker", "Keyworker", readers.account, WHO, "The keyworker's e-mail address", attribute="keyworker.email"
    ),
    Column(
        "available",
        "Can work",
        readers.pattern(widen=False),
        WEEK,
        "As Mon-Fri 09:00-17:00; Sat 10:00-14:00, or any. Empty: not known.",
        "week",
        longest=LIST,
    ),
    Column(
        "caring",
        "Caring for someone",
        readers.pattern(widen=True),
        WEEK,
        "As Mon-Fri 15:00-18:00 (term), or none. Empty: not known.",
        "week",
        longest=LIST,
    ),
    Column("school_postcode", "School's postcode", readers.postcode, SCHOOL),
    Column(
        "school_latitude", "School's latitude", DEGREES_NORTH, SCHOOL, "Only where the postcode is not enough", "number"
    ),
    Column("school_longitude", "School's longitude", DEGREES_EAST, SCHOOL, control="number"),
    Column("drop_off", "At the gate in the morning", readers.clock, SCHOOL, "As 08:50", "time"),
    Column("pick_up", "At the gate in the afternoon", readers.clock, SCHOOL, "As 15:15", "time"),
    Column(
        "childcare_welcome",
        "Would help to find childcare be welcome?",
        grammar.yes_no,
        SCHOOL,
        control="yes_no",
        choices=YES_NO,
    ),
    Column("hours_min", "Hours a week, at least", readers.number(0, 168, "hours a week"), HOURS, control="number"),
    Column("hours_max", "Hours a week, at most", readers.number(0, 168, "hours a week"), HOURS, control="number"),
    Column(
        "day_hours_max",
        "Hours a day, at most",
        readers.number(0, 24, "hours a day"),
        HOURS,
        "Empty: no limit",
        "number",
    ),
    Column("travel_modes", "Ways to travel", readers.modes, TRAVEL, control="many", choices=WAYS, longest=SHORT),
    Column(
        "travel_max",
        "Longest journey, one way",
        readers.travel_max,
        TRAVEL,
        "In minutes: 45 for any way, or walk 25; bus 45",
        longest=SHORT,
    ),
    Column(
        "skills",
        "Can do",
        readers.skills,
        CAN,
        "In the person's own words, paid or unpaid, separated by ; Write not yet before what is not there yet.",
        "lines",
        longest=LIST,
    ),
    Column(
        "certificates",
        "Certificates",
        readers.dated,
        CAN,
        "Separated by ; each with until 2027-03-01 where it ends. none if none. Empty: not known.",
        "lines",
        longest=LIST,
    ),
    Column(
        "limits",
        "Most that the person can do",
        readers.limits,
        LIMITS,
        "As standing 30; lifting 5; nights no: minutes a day, kg. none if there are no limits. Empty: not known.",
        "lines",
        longest=LIST,
    ),
    Column(
        "not_adjustable",
        "Where no adjustment would help",
        readers.many(grammar.DEMANDS),
        LIMITS,
        control="many",
        choices=DEMANDS,
        longest=LIST,
    ),
    Column(
        "legal",
        "May not work with",
        readers.legal,
        LEGAL,
        f"Any of {', '.join(INVOLVES)}, each with until 2031-05-01 where it ends. No offence is written here. none if none.",
        longest=LIST,
    ),
    Column(
        "legal_confirmed",
        "Who confirmed that, and when",
        readers.line,
        LEGAL,
        "A role or an office and a day, such as probation officer, 3 March 2027. Never why.",
        longest=SHORT,
    ),
    Column(
        "wants",
        "Would like",
        readers.items,
        WISHES,
        "Occupations, sectors or words of titles, separated by ;",
        longest=LIST,
    ),
    Column("avoids", "Would rather not", readers.items, WISHES, "The same", longest=LIST),
    Column("pay_min", "Lowest pay an hour", readers.money, WISHES, "In pounds. Empty: no limit.", "number"),
    Column(
        "contracts",
        "Kinds of contract",
        readers.many(CONTRACTS),
        WISHES,
        "Empty: any",
        "many",
        choices=CONTRACTS,
        longest=SHORT,
    ),
    Column("training_completed", "Training completed", readers.items, CAN, "Separated by ;", longest=LIST),
    Column(
        "share",
        "The most that employers may be shown",
        readers.many(grammar.SHARES),
        SHARE,
        "Each introduction still needs its own yes",
        "many",
        choices=PARTS,
        longest=SHORT,
    ),
    Column("live", "Looking for work now?", grammar.yes_no, WHO, "No reason is asked", "yes_no", choices=YES_NO),
    Column(
        "school_terms",
        "Whose term dates the children have",
        readers.items,
        SCHOOL,
        "As Sheffield; Rotherham, for schools in two places. Empty: those where the school is.",
        longest=LINE,
    ),
    Column(
        "not_near",
        "Must not be sent near",
        readers.areas,
        LIMITS,
        "Postcodes or their first halves, each with km around it if you like, as HB4 2TR 2; S8. Empty: nowhere is ruled out. "
        "Only the keyworker reads it; never write why.",
        longest=LIST,
    ),
    Column(
        "only_near",
        "May work only near",
        readers.areas,
        LIMITS,
        "The areas of a licence, written the same way; its hours go under Can work. Empty: anywhere.",
        longest=LIST,
    ),
)
