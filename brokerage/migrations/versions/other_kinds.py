"""Whether a person would like jobs of other kinds to be suggested."""

import sqlalchemy as sa
from alembic import op

revision = "other_kinds"
down_revision = "school_calendars"


def upgrade() -> None:
    op.add_column("participant", sa.Column("other_kinds", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("participant", "other_kinds")
