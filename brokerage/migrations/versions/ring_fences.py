"""Posts that employers keep for the programme, posts held for one person, and who of the staff has opened a vacancy."""

import sqlalchemy as sa
from alembic import op

revision = "ring_fences"
down_revision = "agreement_life"


def upgrade() -> None:
    op.create_table(
        "ring_fence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("open", sa.String(length=4), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("agreed_until", sa.Date(), nullable=True),
        sa.Column("planned_at", sa.DateTime(), nullable=False),
        sa.Column("planned_by", sa.String(length=254), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('planned', 'kept')) = (open IS NOT NULL)", name=op.f("ck_ring_fence_open_until_over")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'kept', 'released', 'filled', 'withdrawn')", name=op.f("ck_ring_fence_state_word")
        ),
        sa.CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_ring_fence_ended_at_a_time")),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_ring_fence_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ring_fence")),
        sa.UniqueConstraint("reference", name=op.f("uq_ring_fence_reference")),
        sa.UniqueConstraint("vacancy_reference", "open", name=op.f("uq_ring_fence_vacancy_reference_open")),
    )
    op.create_index(op.f("ix_ring_fence_vacancy_reference"), "ring_fence", ["vacancy_reference"], unique=False)
    op.create_table(
        "vacancy_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_vacancy_seen_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_vacancy_seen_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_seen")),
        sa.UniqueConstraint(
            "vacancy_reference", "day", "user_id", name=op.f("uq_vacancy_seen_vacancy_reference_day_user_id")
        ),
    )
    op.create_index(op.f("ix_vacancy_seen_day"), "vacancy_seen", ["day"], unique=False)
    op.create_index(op.f("ix_vacancy_seen_user_id"), "vacancy_seen", ["user_id"], unique=False)
    op.create_table(
        "post_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("open", sa.String(length=4), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(state = 'held') = (seat IS NOT NULL)", name=op.f("ck_post_hold_held_on_a_seat")),
        sa.CheckConstraint(
            "(state IN ('asked', 'held')) = (open IS NOT NULL)", name=op.f("ck_post_hold_open_until_over")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'held', 'not_held', 'given_up', 'expired', 'used')",
            name=op.f("ck_post_hold_state_word"),
        ),
        sa.CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_post_hold_ended_at_a_time")),
        sa.CheckConstraint("seat >= 1 AND seat <= 100000", name=op.f("ck_post_hold_seat_range")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_post_hold_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_post_hold_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_hold")),
        sa.UniqueConstraint(
            "participant_id",
            "vacancy_reference",
            "open",
            name=op.f("uq_post_hold_participant_id_vacancy_reference_open"),
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_post_hold_reference")),
        sa.UniqueConstraint("vacancy_reference", "seat", name=op.f("uq_post_hold_vacancy_reference_seat")),
    )
    op.create_index(op.f("ix_post_hold_participant_id"), "post_hold", ["participant_id"], unique=False)
    op.create_index(op.f("ix_post_hold_vacancy_reference"), "post_hold", ["vacancy_reference"], unique=False)
    op.create_table(
        "ring_fence_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fence_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("transition", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=4000), nullable=True),
        sa.ForeignKeyConstraint(["fence_id"], ["ring_fence.id"], name=op.f("fk_ring_fence_change_fence_id_ring_fence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ring_fence_change")),
    )
    op.create_index(op.f("ix_ring_fence_change_fence_id"), "ring_fence_change", ["fence_id"], unique=False)
    op.create_table(
        "ring_fence_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=2000), nullable=True),
        sa.Column("training", sa.String(length=250), nullable=True),
        sa.Column("certificate", sa.String(length=250), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("introduced", sa.Integer(), nullable=True),
        sa.Column("over_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "introduced >= 1 AND introduced <= 100000", name=op.f("ck_ring_fence_step_introduced_range")
        ),
        sa.CheckConstraint("number >= 1 AND number <= 20", name=op.f("ck_ring_fence_step_number_range")),
        sa.CheckConstraint("until IS NOT NULL OR introduced IS NOT NULL", name=op.f("ck_ring_fence_step_has_an_end")),
        sa.ForeignKeyConstraint(["fence_id"], ["ring_fence.id"], name=op.f("fk_ring_fence_step_fence_id_ring_fence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ring_fence_step")),
        sa.UniqueConstraint("fence_id", "number", name=op.f("uq_ring_fence_step_fence_id_number")),
    )
    op.create_table(
        "post_hold_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("transition", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=4000), nullable=True),
        sa.ForeignKeyConstraint(["hold_id"], ["post_hold.id"], name=op.f("fk_post_hold_change_hold_id_post_hold")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_hold_change")),
    )
    op.create_index(op.f("ix_post_hold_change_hold_id"), "post_hold_change", ["hold_id"], unique=False)


def downgrade() -> None:
    op.drop_table("post_hold_change")
    op.drop_table("ring_fence_step")
    op.drop_table("ring_fence_change")
    op.drop_table("post_hold")
    op.drop_table("vacancy_seen")
    op.drop_table("ring_fence")
