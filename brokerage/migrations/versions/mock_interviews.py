"""Mock interviews: a rehearsal before the real one."""

import sqlalchemy as sa
from alembic import op

revision = "mock_interviews"
down_revision = "interview_slots"


def upgrade() -> None:
    op.create_table(
        "mock_interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("minutes_away", sa.Integer(), nullable=True),
        sa.Column("noted_by", sa.String(length=254), nullable=False),
        sa.CheckConstraint("minutes >= 1 AND minutes <= 1440", name=op.f("ck_mock_interview_minutes_range")),
        sa.CheckConstraint(
            "minutes_away >= 0 AND minutes_away <= 1440", name=op.f("ck_mock_interview_minutes_away_range")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_mock_interview_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mock_interview")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_mock_interview_referral_id")),
    )


def downgrade() -> None:
    op.drop_table("mock_interview")
