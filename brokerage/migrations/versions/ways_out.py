"""By which way a message went and what became of it, its words as a text, and letters that were printed."""

import sqlalchemy as sa
from alembic import op

revision = "ways_out"
down_revision = "placement_reviews"


def upgrade() -> None:
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("short", sa.Text(), nullable=True))
        message.add_column(sa.Column("way", sa.String(length=10), nullable=True))
        message.add_column(sa.Column("provider_id", sa.String(length=60), nullable=True))
        message.add_column(sa.Column("ask_at", sa.DateTime(), nullable=True))
        message.add_column(sa.Column("arrived_at", sa.DateTime(), nullable=True))
        message.add_column(sa.Column("printed_at", sa.DateTime(), nullable=True))
        message.add_column(sa.Column("printed_by", sa.String(length=254), nullable=True))
        message.create_index("ix_message_ask_at", ["ask_at"], unique=False)
    with op.batch_alter_table("task") as task:
        task.add_column(sa.Column("printed_at", sa.DateTime(), nullable=True))
        task.add_column(sa.Column("printed_by", sa.String(length=254), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("task") as task:
        task.drop_column("printed_by")
        task.drop_column("printed_at")
    with op.batch_alter_table("message") as message:
        message.drop_index("ix_message_ask_at")
        for column in ("printed_by", "printed_at", "arrived_at", "ask_at", "provider_id", "way", "short"):
            message.drop_column(column)
