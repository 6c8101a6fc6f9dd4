"""Trust in employers: withholding with its history, limits, safety files, roles of contacts, and what an answer did to a vacancy."""

import sqlalchemy as sa
from alembic import op

revision = "employer_trust"
down_revision = "contact_ledger"

ASKED = (
    ("up_to", sa.Float()),
    ("negotiable_before", sa.String(length=250)),
    ("negotiable_after", sa.String(length=250)),
)


def upgrade() -> None:
    # With its CHECK in the one statement that both engines take; contacts from before may do everything, as they could.
    op.execute(
        "ALTER TABLE employer_contact ADD COLUMN role VARCHAR(20) DEFAULT 'admin' NOT NULL "
        "CONSTRAINT ck_employer_contact_role_word CHECK (role IN ('admin', 'hiring_manager', 'viewer'))"
    )
    for name, kind in ASKED:
        op.add_column("employer_ask", sa.Column(name, kind, nullable=True))
    _withholding()
    _limits()
    _site_safety()
    _placement_words()
    op.create_table(
        "contact_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["employer_contact.id"],
            name=op.f("fk_contact_job_contact_id_employer_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_contact_job_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_job")),
        sa.UniqueConstraint(
            "contact_id", "vacancy_reference", name=op.f("uq_contact_job_contact_id_vacancy_reference")
        ),
    )


def downgrade() -> None:
    for table in (
        "contact_job",
        "placement_word",
        "site_safety",
        "employer_limit",
        "withholding_step",
        "withholding",
    ):
        op.drop_table(table)
    for name, _ in reversed(ASKED):
        op.drop_column("employer_ask", name)
    op.drop_column("employer_contact", "role")


def _withholding() -> None:
    op.create_table(
        "withholding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=254), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("reviewed_by", sa.String(length=254), nullable=True),
        sa.Column("open", sa.String(length=4), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_withholding_open_until_ended")),
        sa.CheckConstraint("reviewed_by <> opened_by", name=op.f("ck_withholding_reviewed_by_a_second_person")),
        _employer("withholding"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholding")),
        sa.UniqueConstraint("employer_reference", "open", name=op.f("uq_withholding_employer_reference_open")),
    )
    op.create_table(
        "withholding_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("withholding_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "what IN ('withheld', 'by_file', 'evidence', 'their_side', 'kept', 'put_back')",
            name=op.f("ck_withholding_step_what_word"),
        ),
        sa.ForeignKeyConstraint(
            ["withholding_id"], ["withholding.id"], name=op.f("fk_withholding_step_withholding_id_withholding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholding_step")),
    )
    op.create_index(op.f("ix_withholding_step_withholding_id"), "withholding_step", ["withholding_id"])


def _limits() -> None:
    op.create_table(
        "employer_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("most_waiting", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("set_by", sa.String(length=254), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "most_waiting >= 1 AND most_waiting <= 1000", name=op.f("ck_employer_limit_most_waiting_range")
        ),
        _employer("employer_limit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_limit")),
        sa.UniqueConstraint("employer_reference", name=op.f("uq_employer_limit_employer_reference")),
    )


def _site_safety() -> None:
    op.create_table(
        "site_safety",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=8), nullable=False),
        sa.Column("item", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=250), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("seen_by", sa.String(length=254), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("told_note", sa.String(length=250), nullable=True),
        sa.Column("told_expires_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.String(length=254), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "item IN ('liability_insurance', 'risk_assessment', 'safeguarding', 'accessibility')",
            name=op.f("ck_site_safety_item_word"),
        ),
        sa.CheckConstraint(
            "(seen_by IS NULL) = (seen_on IS NULL)", name=op.f("ck_site_safety_seen_by_somebody_on_a_day")
        ),
        sa.CheckConstraint(
            "(told_by IS NULL) = (told_at IS NULL)", name=op.f("ck_site_safety_told_by_somebody_at_a_time")
        ),
        _employer("site_safety"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_safety")),
        sa.UniqueConstraint(
            "employer_reference", "site", "item", name=op.f("uq_site_safety_employer_reference_site_item")
        ),
    )
    op.create_index(op.f("ix_site_safety_expires_on"), "site_safety", ["expires_on"])


def _placement_words() -> None:
    op.create_table(
        "placement_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("placements", sa.Integer(), nullable=False),
        sa.Column("hires", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=4000), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.CheckConstraint(
            "placements >= 0 AND placements <= 1000000", name=op.f("ck_placement_word_placements_range")
        ),
        _employer("placement_word"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_word")),
    )
    op.create_index(op.f("ix_placement_word_employer_reference"), "placement_word", ["employer_reference"])


def _employer(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_employer_reference_employer")
    return sa.ForeignKeyConstraint(["employer_reference"], ["employer.reference"], name=name)
