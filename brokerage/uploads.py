"""Files that somebody chose on the import page, kept until they are imported or left."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from brokerage import imports
from brokerage.accounts import User
from brokerage.files import sheets
from brokerage.files.import_plan import Plan
from brokerage.kinds import KINDS
from brokerage.models import Upload

KEPT = timedelta(days=1)  # a file of people is not left lying about


def keep(session: Session, owner: User, *, kind: str, name: str, content: bytes, now: datetime) -> Upload:
    """Keeps a file for its owner; files forgotten since yesterday go. `now` in UTC, without a zone."""
    session.execute(delete(Upload).where(Upload.at < now - KEPT))
    upload = Upload(owner_id=owner.id, kind=kind, name=name[-200:], content=content)
    session.add(upload)
    session.flush()
    return upload


def find(session: Session, owner: User, number: int) -> Upload | None:
    return session.scalar(select(Upload).where(Upload.id == number, Upload.owner_id == owner.id))


def plan(session: Session, upload: Upload, *, may_grant: bool) -> Plan:
    """What the file would change now. Raises Unusable."""
    return imports.plan(session, KINDS[upload.kind], sheets.read(upload.name, upload.content), may_grant=may_grant)


def carry_out(session: Session, upload: Upload, made: Plan) -> None:
    """Imports the good rows; what remains of the upload are the rows to correct, or nothing."""
    imports.carry_out(session, made)
    if made.bad_rows:
        upload.content = imports.bad_file(made)
        upload.name = bad_name(upload)
    else:
        session.delete(upload)


def bad_name(upload: Upload) -> str:
    """`people.bad.csv` for `people.xlsx`, and for itself."""
    stem = upload.name.removesuffix(".bad.csv") if upload.name.endswith(".bad.csv") else upload.name.rpartition(".")[0]
    return f"{stem or upload.name}.bad.csv"
