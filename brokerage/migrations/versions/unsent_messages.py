"""Messages that could not be sent, until somebody has seen to them, and the calendar entry that a message carries."""

import sqlalchemy as sa
from alembic import op

revision = "unsent_messages"
down_revision = "spent_links"


def upgrade() -> None:
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("calendar", sa.Text(), nullable=True))
        message.add_column(sa.Column("failed_at", sa.DateTime(), nullable=True))
        message.add_column(sa.Column("settled_at", sa.DateTime(), nullable=True))
        message.add_column(sa.Column("settled_by", sa.String(length=254), nullable=True))
        message.create_index("ix_message_failed_at", ["failed_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message") as message:
        message.drop_index("ix_message_failed_at")
        for column in ("settled_by", "settled_at", "failed_at", "calendar"):
            message.drop_column(column)
