"""The last result of each check with what it was made of, and the rules by which results were made."""

import sqlalchemy as sa
from alembic import op

revision = "kept_results"
down_revision = "other_kinds"


def upgrade() -> None:
    op.create_table(
        "kept_policy",
        sa.Column("mark", sa.String(length=12), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("skills", sa.String(length=250), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_kept_policy")),
    )
    op.create_table(
        "kept_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("policy", sa.String(length=12), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_result")),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_kept_result_referral_id_referral"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["policy"], ["kept_policy.mark"], name=op.f("fk_kept_result_policy_kept_policy")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_kept_result_referral_id")),
    )


def downgrade() -> None:
    op.drop_table("kept_result")
    op.drop_table("kept_policy")
