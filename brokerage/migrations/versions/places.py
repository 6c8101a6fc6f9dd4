"""Where postcodes and outward codes are."""

import sqlalchemy as sa
from alembic import op

revision = "places"
down_revision = "people"


def upgrade() -> None:
    op.create_table(
        "place",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("radius_km", sa.Float(), nullable=False),
        sa.Column("london", sa.Boolean(), nullable=False),
        sa.CheckConstraint("latitude >= -90 AND latitude <= 90", name=op.f("ck_place_latitude_range")),
        sa.CheckConstraint("longitude >= -180 AND longitude <= 180", name=op.f("ck_place_longitude_range")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_place")),
    )


def downgrade() -> None:
    op.drop_table("place")
