"""Private calendar addresses, interviews given up, regular visits; what became of each due time, and who is at work."""

import sqlalchemy as sa
from alembic import op

revision = "calendars"
down_revision = "ways_out"


def upgrade() -> None:
    # With its CHECK in the one statement that both engines take.
    op.execute(
        "ALTER TABLE planned_visit ADD COLUMN weeks INTEGER "
        "CONSTRAINT ck_planned_visit_weeks_range CHECK (weeks >= 1 AND weeks <= 52)"
    )
    _links()
    _interviews_off()
    op.create_table(
        "job_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("why", sa.String(length=250), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("job", "due_at", name=op.f("uq_job_run_job_due_at")),
    )
    op.create_index(op.f("ix_job_run_due_at"), "job_run", ["due_at"], unique=False)
    op.create_table(
        "working_process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_process")),
        sa.UniqueConstraint("name", name=op.f("uq_working_process_name")),
    )
    op.create_index(op.f("ix_working_process_seen_at"), "working_process", ["seen_at"], unique=False)


def downgrade() -> None:
    for table in ("working_process", "job_run", "interview_off", "calendar_link"):
        op.drop_table(table)
    op.drop_column("planned_visit", "weeks")


def _links() -> None:
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("hashed", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("open", sa.String(length=4), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(user_id IS NULL) <> (participant_id IS NULL)", name=op.f("ck_calendar_link_of_somebody")),
        sa.CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_calendar_link_open_until_ended")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_link_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_calendar_link_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("hashed", name=op.f("uq_calendar_link_hashed")),
        sa.UniqueConstraint("user_id", "open", name=op.f("uq_calendar_link_user_id_open")),
        sa.UniqueConstraint("participant_id", "open", name=op.f("uq_calendar_link_participant_id_open")),
    )


def _interviews_off() -> None:
    op.create_table(
        "interview_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("slot_reference", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("where", sa.String(length=250), nullable=True),
        sa.Column("off_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_interview_off_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_off")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_interview_off_referral_id")),
    )
    op.create_index(op.f("ix_interview_off_off_at"), "interview_off", ["off_at"], unique=False)
