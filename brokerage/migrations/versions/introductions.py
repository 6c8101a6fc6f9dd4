"""An employer's desk: what was shown to him, and what he answered."""

import sqlalchemy as sa
from alembic import op

revision = "introductions"
down_revision = "uploads"


def upgrade() -> None:
    op.create_table(
        "introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("agreement_reference", sa.String(length=60), nullable=True),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("laid_at", sa.DateTime(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=True),
        sa.Column("word", sa.String(length=4000), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=254), nullable=True),
        sa.Column("slot_reference", sa.String(length=60), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("offered_at", sa.DateTime(), nullable=True),
        sa.Column("feedback", sa.String(length=4000), nullable=True),
        sa.Column("feedback_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("answer IN ('see', 'hold', 'not_this_time')", name=op.f("ck_introduction_answer_word")),
        sa.CheckConstraint(
            "reason IN ('filled', 'skills', 'hours', 'other_person', 'changed', 'other')",
            name=op.f("ck_introduction_reason_word"),
        ),
        sa.CheckConstraint(
            "reason IS NULL OR answer = 'not_this_time'", name=op.f("ck_introduction_reason_of_an_answer")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_introduction_answer_with_its_time")
        ),
        sa.CheckConstraint(
            "(feedback IS NULL) = (feedback_at IS NULL)", name=op.f("ck_introduction_feedback_with_its_time")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_reference"], ["agreement.reference"], name=op.f("fk_introduction_agreement_reference_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["slot_reference"], ["slot.reference"], name=op.f("fk_introduction_slot_reference_slot")
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_introduction_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("reference", name=op.f("uq_introduction_reference")),
    )
    op.create_index(op.f("ix_introduction_agreement_reference"), "introduction", ["agreement_reference"], unique=False)
    op.create_index(op.f("ix_introduction_slot_reference"), "introduction", ["slot_reference"], unique=False)
    op.create_index(op.f("ix_introduction_vacancy_reference"), "introduction", ["vacancy_reference"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_introduction_agreement_reference"), table_name="introduction")
    op.drop_index(op.f("ix_introduction_slot_reference"), table_name="introduction")
    op.drop_index(op.f("ix_introduction_vacancy_reference"), table_name="introduction")
    op.drop_table("introduction")
