"""Messages to participants, found when they are sent, and the interview that one tells of."""

import sqlalchemy as sa
from alembic import op

revision = "messages_to_people"
down_revision = "tokens"

PERSON = "fk_message_participant_id_participant"


def upgrade() -> None:
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("participant_id", sa.Integer(), nullable=True))
        message.add_column(sa.Column("slot_reference", sa.String(length=60), nullable=True))
        message.add_column(sa.Column("slot_starts_at", sa.DateTime(), nullable=True))
        message.create_foreign_key(PERSON, "participant", ["participant_id"], ["id"])
        message.create_index("ix_message_participant_id", ["participant_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message") as message:
        message.drop_index("ix_message_participant_id")
        message.drop_constraint(PERSON, type_="foreignkey")
        message.drop_column("slot_starts_at")
        message.drop_column("slot_reference")
        message.drop_column("participant_id")
