"""School calendars, and which of them a participant's children go by."""

import sqlalchemy as sa
from alembic import op

revision = "school_calendars"
down_revision = "skills"


def upgrade() -> None:
    op.create_table(
        "school_calendar",
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("districts", sa.String(length=2000), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_school_calendar")),
        sa.CheckConstraint("last_day > first_day", name=op.f("ck_school_calendar_covers_days")),
    )
    op.create_table(
        "school_closed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.String(length=250), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_closed")),
        sa.ForeignKeyConstraint(
            ["calendar"],
            ["school_calendar.name"],
            name=op.f("fk_school_closed_calendar_school_calendar"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_school_closed_ends_from_start")),
    )
    op.create_index("ix_school_closed_calendar", "school_closed", ["calendar"], unique=False)
    with op.batch_alter_table("participant") as participant:
        participant.add_column(sa.Column("school_terms", sa.String(length=250), nullable=True))


def downgrade() -> None:
    op.drop_column("participant", "school_terms")
    op.drop_table("school_closed")
    op.drop_table("school_calendar")
