"""What a placement came to: attendance by date, the review, the person's own word on it, and the job that followed."""

import sqlalchemy as sa
from alembic import op

revision = "placement_reviews"
down_revision = "placements"


def upgrade() -> None:
    op.create_table(
        "placement_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "what IN ('came', 'part') OR minutes = 0", name=op.f("ck_placement_attendance_minutes_where_there")
        ),
        sa.CheckConstraint(
            "what IN ('came', 'part', 'away', 'excused', 'closed')", name=op.f("ck_placement_attendance_what_word")
        ),
        sa.CheckConstraint("minutes >= 0 AND minutes <= 1440", name=op.f("ck_placement_attendance_minutes_range")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_attendance_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_attendance")),
        sa.UniqueConstraint("placement_id", "day", name=op.f("uq_placement_attendance_placement_id_day")),
    )
    op.create_table(
        "placement_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hours_week", sa.Float(), nullable=True),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_placement_job_ends_from_start")),
        sa.CheckConstraint("hours_week >= 0 AND hours_week <= 168", name=op.f("ck_placement_job_hours_week_range")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_job_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_job")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_placement_job_placement_id")),
    )
    op.create_index(op.f("ix_placement_job_starts_on"), "placement_job", ["starts_on"], unique=False)
    op.create_table(
        "placement_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("did", sa.String(length=4000), nullable=False),
        sa.Column("learnt", sa.String(length=4000), nullable=True),
        sa.Column("words", sa.String(length=4000), nullable=True),
        sa.Column("is_reference", sa.Boolean(), nullable=False),
        sa.Column("confirmed_as", sa.String(length=250), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("NOT is_reference OR words IS NOT NULL", name=op.f("ck_placement_review_words")),
        sa.CheckConstraint("edition >= 1 AND edition <= 100000", name=op.f("ck_placement_review_edition_range")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_review_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_review")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_placement_review_placement_id")),
    )
    op.create_table(
        "own_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placed_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("signed_as", sa.String(length=250), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("how IN ('link', 'keyworker')", name=op.f("ck_own_word_how_word")),
        sa.CheckConstraint("edition >= 1 AND edition <= 100000", name=op.f("ck_own_word_edition_range")),
        sa.ForeignKeyConstraint(["placed_id"], ["placed.id"], name=op.f("fk_own_word_placed_id_placed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_word")),
        sa.UniqueConstraint("placed_id", name=op.f("uq_own_word_placed_id")),
    )


def downgrade() -> None:
    for table in ("own_word", "placement_job", "placement_review", "placement_attendance"):
        op.drop_table(table)
