"""Messages that wait, and due work that was taken."""

import sqlalchemy as sa
from alembic import op

revision = "work"
down_revision = "referrals"


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=250), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=250), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("only_while", sa.String(length=20), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("dropped", sa.String(length=250), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_message_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index(op.f("ix_message_due_at"), "message", ["due_at"], unique=False)
    op.create_index(op.f("ix_message_referral_id"), "message", ["referral_id"], unique=False)
    op.create_index(op.f("ix_message_sent_at"), "message", ["sent_at"], unique=False)
    op.create_table(
        "job_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_claim")),
        sa.UniqueConstraint("job", "due_at", name=op.f("uq_job_claim_job_due_at")),
    )
    op.create_index(op.f("ix_job_claim_due_at"), "job_claim", ["due_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_job_claim_due_at"), table_name="job_claim")
    op.drop_table("job_claim")
    op.drop_index(op.f("ix_message_due_at"), table_name="message")
    op.drop_index(op.f("ix_message_referral_id"), table_name="message")
    op.drop_index(op.f("ix_message_sent_at"), table_name="message")
    op.drop_table("message")
