"""Vacancies that are being written, who says that one is open, placements that are no job, and questions about a single criterion."""

import sqlalchemy as sa
from alembic import op

revision = "vacancy_drafts"
down_revision = "ring_fences"


def upgrade() -> None:
    op.create_table(
        "vacancy_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("begun_by", sa.String(length=254), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_vacancy_draft_employer_reference_employer")
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_vacancy_draft_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_draft")),
        sa.UniqueConstraint("reference", name=op.f("uq_vacancy_draft_reference")),
        sa.UniqueConstraint("vacancy_reference", name=op.f("uq_vacancy_draft_vacancy_reference")),
    )
    op.create_index(op.f("ix_vacancy_draft_employer_reference"), "vacancy_draft", ["employer_reference"])
    op.create_table(
        "vacancy_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=254), nullable=True),
        sa.Column("word", sa.String(length=4000), nullable=True),
        sa.Column("warned_for", sa.Date(), nullable=True),
        sa.Column("asked_for", sa.Date(), nullable=True),
        *(
            column
            for done in ("posted", "read")
            for column in (
                sa.Column(f"{done}_at", sa.DateTime(), nullable=True),
                sa.Column(f"{done}_by", sa.String(length=254), nullable=True),
            )
        ),
        *(
            sa.CheckConstraint(
                f"({done}_at IS NULL) = ({done}_by IS NULL)", name=op.f(f"ck_vacancy_standing_{done}_by_somebody")
            )
            for done in ("confirmed", "posted", "read")
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_vacancy_standing_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_standing")),
        sa.UniqueConstraint("vacancy_reference", name=op.f("uq_vacancy_standing_vacancy_reference")),
    )
    op.add_column("vacancy", sa.Column("placement_only", sa.Boolean(), nullable=True))
    _asks(sa.String(length=10), "answer IN ('yes', 'no', 'drop')", nobody_counted=True)


def downgrade() -> None:
    op.execute("DELETE FROM employer_ask WHERE people IS NULL")
    op.execute("UPDATE employer_ask SET answer = 'yes' WHERE answer = 'drop'")
    _asks(sa.String(length=3), "answer IN ('yes', 'no')", nobody_counted=False)
    op.drop_column("vacancy", "placement_only")
    op.drop_table("vacancy_standing")
    op.drop_table("vacancy_draft")


def _asks(answer: sa.String, allowed: str, *, nobody_counted: bool) -> None:
    with op.batch_alter_table("employer_ask") as ask:
        ask.drop_constraint(op.f("ck_employer_ask_answer_word"), type_="check")
        ask.alter_column("people", existing_type=sa.Integer(), nullable=nobody_counted)
        ask.alter_column("answer", type_=answer, existing_nullable=True)
        ask.create_check_constraint(op.f("ck_employer_ask_answer_word"), allowed)
