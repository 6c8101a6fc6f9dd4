"""Which advert a vacancy was read from, and adverts that were read and not yet used."""

import sqlalchemy as sa
from alembic import op

revision = "advert_sources"
down_revision = "vacancy_drafts"


def upgrade() -> None:
    op.create_table(
        "advert_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=250), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_advert_source_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advert_source")),
        sa.UniqueConstraint("key", name=op.f("uq_advert_source_key")),
    )
    op.create_index(op.f("ix_advert_source_vacancy_reference"), "advert_source", ["vacancy_reference"], unique=False)
    op.create_table(
        "adverts_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=True),
        sa.Column("adverts", sa.JSON(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_adverts_read_owner_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adverts_read")),
    )
    op.create_index(op.f("ix_adverts_read_owner_id"), "adverts_read", ["owner_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_adverts_read_owner_id"), table_name="adverts_read")
    op.drop_table("adverts_read")
    op.drop_index(op.f("ix_advert_source_vacancy_reference"), table_name="advert_source")
    op.drop_table("advert_source")
