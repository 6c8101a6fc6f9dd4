"""What employers were asked to change, and what they said."""

import sqlalchemy as sa
from alembic import op

revision = "asks"
down_revision = "unsent_messages"  # order: asks, known_ways, skills


def upgrade() -> None:
    op.create_table(
        "employer_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("to", sa.String(length=250), nullable=False),
        sa.Column("question", sa.String(length=250), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("answer", sa.String(length=3), nullable=True),
        sa.Column("word", sa.String(length=4000), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=254), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_employer_ask_answer_with_its_time")
        ),
        sa.CheckConstraint("answer IN ('yes', 'no')", name=op.f("ck_employer_ask_answer_word")),
        sa.CheckConstraint("people >= 2 AND people <= 10000000", name=op.f("ck_employer_ask_people_range")),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_employer_ask_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_ask")),
        sa.UniqueConstraint("reference", name=op.f("uq_employer_ask_reference")),
        sa.UniqueConstraint("vacancy_reference", "what", "to", name=op.f("uq_employer_ask_vacancy_reference_what_to")),
    )


def downgrade() -> None:
    op.drop_table("employer_ask")
