"""The trail: every record that is made, changed or deleted leaves an `AuditEntry` in the same transaction.

Importing this module is what switches it on for every session of `employers.db.sessions`; another session maker is watched by `watch`.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, UOWTransaction, object_session, sessionmaker

from brokerage.models import AuditEntry
from employers.db import Base, sessions

KEPT_BACK = "not shown"
GONE = "records deleted in this flush"
Changes = dict[str, list[Any]]


class NobodyNamed(RuntimeError):
    """A change without anybody who makes it. Open it with `transaction(by=...)`."""

    def __init__(self) -> None:
        super().__init__("Nothing was saved, because nobody is named for the change. Open it with transaction(by=...).")


class Unseen(RuntimeError):
    """A change in bulk goes past the trail: change records one by one, or say `unaudited` and note what was done."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Nothing was saved: a bulk change of {what} would leave no trail.")


def watch(maker: sessionmaker[Any]) -> None:
    event.listen(maker, "before_flush", _refuse_nobody)
    event.listen(maker, "after_flush", _write)
    event.listen(maker, "do_orm_execute", _refuse_bulk)


def note(session: Session, action: str, kind: str, reference: str, changes: Changes | None = None) -> None:
    """Writes down something that changed no single record, such as a file of places that was loaded."""
    by = session.info.get("by")
    if not by:
        raise NobodyNamed
    session.add(AuditEntry(by=by, action=action, kind=kind, reference=reference, changes=changes or {}))


def _refuse_nobody(session: Session, _flush: UOWTransaction, _only: Any) -> None:
    if not session.info.get("by") and any(_audited(record) for record in _touched(session)):
        raise NobodyNamed


def _write(session: Session, _flush: UOWTransaction) -> None:
    """In `after_flush` keys and defaults are known, and what each field was before is still remembered."""
    gone = session.info.pop(GONE, [])
    changed = [record for record in session.dirty if record not in gone]
    rows = [
        {"by": session.info["by"], "action": action, "kind": kind, "reference": reference, "changes": changes}
        for action, records in (("created", session.new), ("changed", changed), ("deleted", gone))
        for record in records
        if _audited(record)
        for kind, reference, changes in [_entry(action, record)]
        if changes
    ]
    if rows:
        session.connection().execute(insert(AuditEntry), rows)


def _entry(action: str, record: Any) -> tuple[str, str, Changes]:
    state: InstanceState[Any] = inspect(record)
    hidden: frozenset[str] = getattr(record, "secret_columns", frozenset())
    derived: frozenset[str] = getattr(record, "worked_out", frozenset())
    changes: Changes = {}
    for field in _fields(state):
        if field in derived:
            continue
        before, after = _before_and_after(action, state, field)
        if before != after:
            changes[field] = [_shown(before, field in hidden), _shown(after, field in hidden)]
    return record.__tablename__, str(_reference(record, state)), changes


def _before_and_after(action: str, state: InstanceState[Any], field: str) -> tuple[Any, Any]:
    now = state.dict.get(field)
    if action == "created":
        return None, now
    if action == "deleted":
        return now, None
    if field not in state.committed_state:  # nothing was set: the quick way out for most fields
        return None, None
    history = state.attrs[field].history
    if not history.has_changes():
        return None, None
    return (history.deleted[0] if history.deleted else None), (history.added[0] if history.added else None)


def _fields(state: InstanceState[Any]) -> list[str]:
    known = state.mapper.column_attrs.keys()
    return [field for field in known if field != "id"]


def _reference(record: Any, state: InstanceState[Any]) -> Any:
    said = getattr(record, "reference", None)
    return said if said is not None else "/".join(str(part) for part in state.mapper.primary_key_from_instance(record))


def _shown(value: Any, secret: bool) -> Any:
    if value is None:
        return None
    if secret:
        return KEPT_BACK
    if isinstance(value, date | datetime | time | Decimal):
        return str(value)
    return value


def _touched(session: Session) -> list[Any]:
    return [*session.new, *session.dirty, *session.deleted]


def _audited(record: Any) -> bool:
    return not getattr(record, "unaudited", False)


def _remember_gone(_mapper: Any, _connection: Any, record: Any) -> None:
    """`session.deleted` does not know of a record that goes because it was taken out of another's list; this does."""
    session = object_session(record)
    if session is not None:
        session.info.setdefault(GONE, []).append(record)


def _refuse_bulk(statement: ORMExecuteState) -> None:
    if statement.is_select or statement.execution_options.get("unaudited"):
        return
    mapper = statement.bind_mapper
    if mapper is not None and not getattr(mapper.class_, "unaudited", False):
        raise Unseen(mapper.local_table.description)


event.listen(Base, "after_delete", _remember_gone, propagate=True)
watch(sessions)
