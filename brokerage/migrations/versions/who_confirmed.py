"""Who confirmed what the law rules out for a person, and when; never why."""

import sqlalchemy as sa
from alembic import op

revision = "who_confirmed"
down_revision = "kept_results"


def upgrade() -> None:
    op.add_column("participant", sa.Column("legal_confirmed", sa.String(length=120), nullable=True))


def downgrade() -> None:
    op.drop_column("participant", "legal_confirmed")
