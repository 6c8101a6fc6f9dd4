"""Where agreements stand beyond their days, what else was promised, and the steps of their lives."""

import sqlalchemy as sa
from alembic import op

revision = "agreement_life"
down_revision = "places_that_do_not_suit"


def upgrade() -> None:
    op.create_table(
        "agreement_life",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_reference", sa.String(length=60), nullable=False),
        sa.Column("said", sa.String(length=10), nullable=False),
        sa.Column("settled", sa.String(length=10), nullable=True),
        sa.Column("renews", sa.String(length=60), nullable=True),
        sa.Column("criteria", sa.String(length=2000), nullable=True),
        sa.Column("cohort", sa.String(length=250), nullable=True),
        sa.Column("trainees", sa.Integer(), nullable=True),
        sa.Column("cohort_jobs", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=250), nullable=True),
        sa.Column("source_reference", sa.String(length=250), nullable=True),
        sa.Column("length_days", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(trainees IS NULL) = (cohort_jobs IS NULL)", name=op.f("ck_agreement_life_trainees_with_jobs")
        ),
        sa.CheckConstraint(
            "cohort_jobs >= 0 AND cohort_jobs <= 100000", name=op.f("ck_agreement_life_cohort_jobs_range")
        ),
        sa.CheckConstraint(
            "length_days >= 1 AND length_days <= 1000", name=op.f("ck_agreement_life_length_days_range")
        ),
        sa.CheckConstraint("renews <> agreement_reference", name=op.f("ck_agreement_life_renews_another")),
        sa.CheckConstraint(
            "said IN ('draft', 'changed', 'signed', 'paused', 'ended')", name=op.f("ck_agreement_life_said_word")
        ),
        sa.CheckConstraint("settled IN ('honoured', 'closed')", name=op.f("ck_agreement_life_settled_word")),
        sa.CheckConstraint("trainees >= 1 AND trainees <= 100000", name=op.f("ck_agreement_life_trainees_range")),
        sa.ForeignKeyConstraint(
            ["agreement_reference"],
            ["agreement.reference"],
            name=op.f("fk_agreement_life_agreement_reference_agreement"),
        ),
        sa.ForeignKeyConstraint(["renews"], ["agreement.reference"], name=op.f("fk_agreement_life_renews_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_life")),
        sa.UniqueConstraint("agreement_reference", name=op.f("uq_agreement_life_agreement_reference")),
        sa.UniqueConstraint("renews", name=op.f("uq_agreement_life_renews")),
    )
    op.create_table(
        "agreement_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_reference", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("transition", sa.String(length=30), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=4000), nullable=True),
        sa.Column("signed_as", sa.String(length=250), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_reference"],
            ["agreement.reference"],
            name=op.f("fk_agreement_step_agreement_reference_agreement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_step")),
    )
    op.create_index(
        op.f("ix_agreement_step_agreement_reference"), "agreement_step", ["agreement_reference"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_agreement_step_agreement_reference"), table_name="agreement_step")
    op.drop_table("agreement_step")
    op.drop_table("agreement_life")
