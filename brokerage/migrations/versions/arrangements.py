"""What was arranged for days of a placement that meet what the person has stated."""

import sqlalchemy as sa
from alembic import op

revision = "arrangements"
down_revision = "calendars"


def upgrade() -> None:
    op.add_column("placed", sa.Column("arranged", sa.String(length=4000), nullable=True))
    op.add_column("placed", sa.Column("arranged_for", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("placed", "arranged_for")
    op.drop_column("placed", "arranged")
