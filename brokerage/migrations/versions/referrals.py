"""One person and one vacancy on the way to an outcome."""

import sqlalchemy as sa
from alembic import op

revision = "referrals"
down_revision = "introductions"


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("open", sa.String(length=4), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        sa.Column("agreement_reference", sa.String(length=60), nullable=True),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_referral_ended_at_a_time")),
        sa.CheckConstraint("(state = 'ended') = (open IS NULL)", name=op.f("ck_referral_open_until_ended")),
        sa.CheckConstraint("(state = 'ended') = (outcome IS NOT NULL)", name=op.f("ck_referral_ended_with_an_outcome")),
        sa.CheckConstraint(
            "outcome IN ('declined', 'set_aside', 'withdrawn', 'not_this_time', 'started', 'closed')",
            name=op.f("ck_referral_outcome_word"),
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'checked', 'agreed', 'introduced', 'held', 'wanted', 'booked', 'met', 'offered', 'ended')",
            name=op.f("ck_referral_state_word"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_reference"], ["agreement.reference"], name=op.f("fk_referral_agreement_reference_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_referral_introduction_id_introduction")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_referral_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_referral_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("introduction_id", name=op.f("uq_referral_introduction_id")),
        sa.UniqueConstraint(
            "participant_id",
            "vacancy_reference",
            "open",
            name=op.f("uq_referral_participant_id_vacancy_reference_open"),
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_referral_reference")),
    )
    op.create_index(op.f("ix_referral_agreement_reference"), "referral", ["agreement_reference"], unique=False)
    op.create_index(op.f("ix_referral_asked_at"), "referral", ["asked_at"], unique=False)
    op.create_index(op.f("ix_referral_participant_id"), "referral", ["participant_id"], unique=False)
    op.create_index(op.f("ix_referral_state"), "referral", ["state"], unique=False)
    op.create_index(op.f("ix_referral_vacancy_reference"), "referral", ["vacancy_reference"], unique=False)
    op.create_table(
        "referral_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("transition", sa.String(length=30), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=4000), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_referral_step_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_step")),
    )
    op.create_index(op.f("ix_referral_step_referral_id"), "referral_step", ["referral_id"], unique=False)
    op.create_table(
        "checked_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(length=20), nullable=False),
        sa.Column("found", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=250), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.CheckConstraint("found IN ('pass', 'fail', 'unknown')", name=op.f("ck_checked_factor_found_word")),
        sa.CheckConstraint("status IN ('pass', 'fail', 'unknown')", name=op.f("ck_checked_factor_status_word")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_checked_factor_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checked_factor")),
        sa.UniqueConstraint("referral_id", "factor", name=op.f("uq_checked_factor_referral_id_factor")),
    )
    op.create_index(op.f("ix_checked_factor_referral_id"), "checked_factor", ["referral_id"], unique=False)
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.CheckConstraint("role IN ('keyworker', 'coordinator')", name=op.f("ck_opinion_role_word")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_opinion_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("referral_id", "role", name=op.f("uq_opinion_referral_id_role")),
    )
    op.create_index(op.f("ix_opinion_referral_id"), "opinion", ["referral_id"], unique=False)
    op.create_table(
        "participant_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=3), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("shares", sa.String(length=2000), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.CheckConstraint("said IN ('yes', 'no')", name=op.f("ck_participant_answer_said_word")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_participant_answer_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_answer")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_participant_answer_referral_id")),
    )
    op.create_table(
        "promised_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_reference", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_promised_place_number_range")),
        sa.ForeignKeyConstraint(
            ["agreement_reference"],
            ["agreement.reference"],
            name=op.f("fk_promised_place_agreement_reference_agreement"),
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_promised_place_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promised_place")),
        sa.UniqueConstraint("agreement_reference", "number", name=op.f("uq_promised_place_agreement_reference_number")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_promised_place_referral_id")),
    )
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_reference", sa.String(length=60), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("seat >= 1", name=op.f("ck_booking_seat_range")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_booking_referral_id_referral")),
        sa.ForeignKeyConstraint(["slot_reference"], ["slot.reference"], name=op.f("fk_booking_slot_reference_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_booking_referral_id")),
        sa.UniqueConstraint("slot_reference", "seat", name=op.f("uq_booking_slot_reference_seat")),
    )
    op.create_index(op.f("ix_booking_slot_reference"), "booking", ["slot_reference"], unique=False)
    op.create_table(
        "busy_quarter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_busy_quarter_booking_id_booking"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_busy_quarter_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_quarter")),
        sa.UniqueConstraint("participant_id", "quarter", name=op.f("uq_busy_quarter_participant_id_quarter")),
    )
    op.create_index(op.f("ix_busy_quarter_booking_id"), "busy_quarter", ["booking_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_busy_quarter_booking_id"), table_name="busy_quarter")
    op.drop_table("busy_quarter")
    op.drop_index(op.f("ix_booking_slot_reference"), table_name="booking")
    op.drop_table("booking")
    op.drop_table("promised_place")
    op.drop_table("participant_answer")
    op.drop_index(op.f("ix_opinion_referral_id"), table_name="opinion")
    op.drop_table("opinion")
    op.drop_index(op.f("ix_checked_factor_referral_id"), table_name="checked_factor")
    op.drop_table("checked_factor")
    op.drop_index(op.f("ix_referral_step_referral_id"), table_name="referral_step")
    op.drop_table("referral_step")
    op.drop_index(op.f("ix_referral_agreement_reference"), table_name="referral")
    op.drop_index(op.f("ix_referral_asked_at"), table_name="referral")
    op.drop_index(op.f("ix_referral_participant_id"), table_name="referral")
    op.drop_index(op.f("ix_referral_state"), table_name="referral")
    op.drop_index(op.f("ix_referral_vacancy_reference"), table_name="referral")
    op.drop_table("referral")
