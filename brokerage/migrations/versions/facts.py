"""What is true of the database as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "facts"
down_revision = "audit"


def upgrade() -> None:
    op.create_table(
        "fact_about_database",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_fact_about_database")),
    )


def downgrade() -> None:
    op.drop_table("fact_about_database")
