"""What route planners answered."""

import sqlalchemy as sa
from alembic import op

revision = "known_ways"
down_revision = "asks"


def upgrade() -> None:
    op.create_table(
        "known_way",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("planner", sa.String(length=200), nullable=False),
        sa.Column("mode", sa.String(length=5), nullable=False),
        *[
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("from_lat", "from_lon", "to_lat", "to_lon", "quarter")
        ],
        sa.Column("arriving", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_way")),
        sa.UniqueConstraint(
            "planner",
            "mode",
            "from_lat",
            "from_lon",
            "to_lat",
            "to_lon",
            "quarter",
            "arriving",
            name="uq_known_way_all",
        ),
    )
    for columns in (("from_lat", "from_lon"), ("to_lat", "to_lon"), ("asked_at",)):
        op.create_index(f"ix_known_way_{'_'.join(columns)}", "known_way", columns, unique=False)


def downgrade() -> None:
    op.drop_table("known_way")
