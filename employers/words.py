"""The words that a cell of an employer's record may hold, as the files have them, each with how people say it."""

from matching import grammar

Words = dict[str, str]

YES_NO: Words = {"yes": "Yes", "no": "No"}
DEMANDS: Words = {word: word.capitalize() for word in grammar.DEMANDS}

AGREEMENT_KINDS: Words = {
    "guaranteed_interview": "Guaranteed interviews",
    "ring_fenced": "Ring-fenced posts",
    "work_experience": "Work experience",
    "job_trial": "Job trials",
}
EMPLOYER_CHANNELS: Words = {"direct": "Direct", "agency": "Through an agency"}
HOME_WORKING: Words = {"none": "None", "some": "Some of the week", "all": "All of it"}
DBS_CHECKS: Words = {
    "none": "None",
    "basic": "Basic",
    "standard": "Standard",
    "enhanced": "Enhanced",
    "barred_list": "Enhanced with barred lists",
}
PAY_PERIODS: Words = {"hour": "An hour", "year": "A full-time year"}
CONTRACTS: Words = {
    "permanent": "Permanent",
    "fixed_term": "Fixed term",
    "temporary": "Temporary",
    "casual": "Casual",
    "apprenticeship": "Apprenticeship",
}
INVOLVES: Words = {
    "children": "Children",
    "vulnerable_adults": "Vulnerable adults",
    "money": "Money",
    "driving": "Driving",
    "licensed_premises": "Licensed premises",
    "controlled_drugs": "Controlled drugs",
}

ANSWERS = {"see": "See them", "hold": "Hold", "not_this_time": "Not this time"}
REASONS = {
    "filled": "The post is filled",
    "skills": "The skills asked for",
    "hours": "The hours",
    "other_person": "Somebody else came closer",
    "changed": "The job has changed",
    "other": "Something else",
}
# To what was asked about a job; of a criterion they read: good to have, needed, drop it.
ASK_ANSWERS = {"yes": "Yes", "no": "No", "drop": "Drop it"}

# What a contact may do on the employer's own pages.
CONTACT_ROLES: Words = {
    "admin": "Everything, and who else may sign in",
    "hiring_manager": "The people and times of their own jobs",
    "viewer": "Reading only",
}
