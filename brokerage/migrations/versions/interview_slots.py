"""Seats kept for somebody while asked, and which time a step was about."""

import sqlalchemy as sa
from alembic import op

revision = "interview_slots"
down_revision = "employer_trust"


def upgrade() -> None:
    op.create_table(
        "kept_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_reference", sa.String(length=60), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["slot_reference"], ["slot.reference"], name=op.f("fk_kept_seat_slot_reference_slot"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_kept_seat_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_seat")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_kept_seat_referral_id")),
    )
    op.create_index(op.f("ix_kept_seat_slot_reference"), "kept_seat", ["slot_reference"])
    op.add_column("referral_step", sa.Column("slot_reference", sa.String(length=60), nullable=True))


def downgrade() -> None:
    op.drop_column("referral_step", "slot_reference")
    op.drop_table("kept_seat")
