"""What coordinators write down of employers: contacts, promises, visits to come, leads, and weeks signed off."""

import sqlalchemy as sa
from alembic import op

revision = "contact_ledger"
down_revision = "advert_sources"

INDEXES = {
    "ledger_entry": ("employer_reference", "day", "contact_id", "by", "for_lead"),
    "ledger_promise": ("entry_id", "due_on"),
    "planned_visit": ("employer_reference", "by", "day", "entry_id"),
    "lead_change": ("employer_reference",),
    "signed_week": ("monday",),
}


def upgrade() -> None:
    _entries()
    _promises()
    _visits()
    _leads()
    _weeks()
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    for table in reversed(INDEXES):
        for column in reversed(INDEXES[table]):
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in ("signed_week", "lead_change", "planned_visit", "ledger_promise", "ledger_entry"):
        op.drop_table(table)


def _entries() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("with_whom", sa.String(length=250), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=True),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("said", sa.String(length=4000), nullable=True),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("taken_back_why", sa.String(length=250), nullable=True),
        sa.Column("for_lead", sa.String(length=254), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('visit', 'call', 'email', 'video', 'event')", name=op.f("ck_ledger_entry_kind_word")
        ),
        sa.CheckConstraint(
            "purpose IN ('learn', 'offer', 'describe', 'follow_up')", name=op.f("ck_ledger_entry_purpose_word")
        ),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_why IS NULL)", name=op.f("ck_ledger_entry_taken_back_with_why")
        ),
        sa.CheckConstraint("read_at IS NULL OR for_lead IS NOT NULL", name=op.f("ck_ledger_entry_read_by_the_lead")),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_ledger_entry_employer_reference_employer")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["employer_contact.id"],
            name=op.f("fk_ledger_entry_contact_id_employer_contact"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_ledger_entry_reference")),
    )


def _promises() -> None:
    op.create_table(
        "ledger_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=4), nullable=False),
        sa.Column("what", sa.String(length=250), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_as", sa.String(length=10), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=254), nullable=True),
        sa.CheckConstraint("side IN ('them', 'us')", name=op.f("ck_ledger_promise_side_word")),
        sa.CheckConstraint("closed_as IN ('kept', 'let_go')", name=op.f("ck_ledger_promise_closed_as_word")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_as IS NULL)", name=op.f("ck_ledger_promise_closed_as_something")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_ledger_promise_closed_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_ledger_promise_entry_id_ledger_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_promise")),
    )


def _visits() -> None:
    op.create_table(
        "planned_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("open", sa.String(length=4), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("called_off_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "open IS NULL OR (entry_id IS NULL AND called_off_at IS NULL)",
            name=op.f("ck_planned_visit_open_until_over"),
        ),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_planned_visit_employer_reference_employer")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("fk_planned_visit_entry_id_ledger_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_visit")),
        sa.UniqueConstraint("reference", name=op.f("uq_planned_visit_reference")),
        sa.UniqueConstraint(
            "employer_reference", "by", "open", name=op.f("uq_planned_visit_employer_reference_by_open")
        ),
    )


def _leads() -> None:
    op.create_table(
        "lead_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("before", sa.String(length=254), nullable=True),
        sa.Column("after", sa.String(length=254), nullable=True),
        sa.Column("why", sa.String(length=250), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_lead_change_employer_reference_employer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_change")),
    )


def _weeks() -> None:
    op.create_table(
        "signed_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coordinator", sa.String(length=254), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("in_person", sa.Integer(), nullable=False),
        sa.Column("deciding", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=4000), nullable=True),
        sa.Column("signed_by", sa.String(length=254), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("contacts >= 0 AND contacts <= 100000", name=op.f("ck_signed_week_contacts_range")),
        sa.CheckConstraint(
            "deciding <= in_person AND in_person <= contacts", name=op.f("ck_signed_week_counts_within_each_other")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_week")),
        sa.UniqueConstraint("coordinator", "monday", name=op.f("uq_signed_week_coordinator_monday")),
    )
