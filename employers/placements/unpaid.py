"""What is no job: an unpaid placement is never shown as one, wherever its title is read."""

from employers.models import Vacancy

PLACEMENT = "Work experience: unpaid placement, no job at the end is promised"
TRIAL = "Job trial: the job that it is for has not been said yet"


def note(job: Vacancy) -> str:
    """What stands beside its title; empty for a job. A job trial is for a real job, which has a contract or pay."""
    if job.placement_only:
        return PLACEMENT
    kind = job.agreement.kind if job.agreement is not None else None
    if kind == "work_experience":
        return PLACEMENT
    return TRIAL if kind == "job_trial" and job.contract is None and job.pay_from is None else ""


def titled(job: Vacancy) -> str:
    """Its title in a line of text: `Hotel helper (work experience: unpaid placement, …)`."""
    said = note(job)
    return f"{job.title} ({said[:1].lower()}{said[1:]})" if said else job.title


def post(job: Vacancy) -> str:
    """What one of its places is called."""
    return "placement" if note(job) else "post"
