"""Where a person must not be sent, where alone the person may go, and where those places are; never why."""

import sqlalchemy as sa
from alembic import op

revision = "places_that_do_not_suit"
down_revision = "who_confirmed"


def upgrade() -> None:
    for column in ("not_near", "only_near"):
        op.add_column("participant", sa.Column(column, sa.String(length=2000), nullable=True))
        op.add_column("participant", sa.Column(f"{column}_found", sa.Text(), nullable=True))


def downgrade() -> None:
    for column in ("only_near", "not_near"):
        op.drop_column("participant", f"{column}_found")
        op.drop_column("participant", column)
