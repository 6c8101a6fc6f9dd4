"""What a keyworker tells somebody, where a message may not."""

import sqlalchemy as sa
from alembic import op

revision = "tasks"
down_revision = "messages_to_people"


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=250), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=250), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=250), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_task_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_task_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("key", name=op.f("uq_task_key")),
    )
    op.create_index(op.f("ix_task_participant_id"), "task", ["participant_id"], unique=False)
    op.create_index(op.f("ix_task_referral_id"), "task", ["referral_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_task_referral_id"), table_name="task")
    op.drop_index(op.f("ix_task_participant_id"), table_name="task")
    op.drop_table("task")
