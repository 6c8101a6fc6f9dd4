"""Links to sign in that were used."""

import sqlalchemy as sa
from alembic import op

revision = "spent_links"
down_revision = "tasks"


def upgrade() -> None:
    op.create_table(
        "spent_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_link")),
        sa.UniqueConstraint("mark", name=op.f("uq_spent_link_mark")),
    )


def downgrade() -> None:
    op.drop_table("spent_link")
