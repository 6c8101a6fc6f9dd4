"""A wide taxonomy of skills, such as ESCO."""

import sqlalchemy as sa
from alembic import op

revision = "skills"
down_revision = "known_ways"


def upgrade() -> None:
    op.create_table(
        "skill_concept",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=2000), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("near", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_skill_concept")),
    )
    op.create_table(
        "skill_phrase",
        sa.Column("form", sa.String(length=2000), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("form", "key", name=op.f("pk_skill_phrase")),
    )


def downgrade() -> None:
    op.drop_table("skill_phrase")
    op.drop_table("skill_concept")
    op.execute("DELETE FROM fact_about_database WHERE key = 'skills'")
