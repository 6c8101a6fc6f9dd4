"""People on the programme."""

import sqlalchemy as sa
from alembic import op

revision = "people"
down_revision = "accounts"


def upgrade() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.Column("safe_window", sa.String(length=2000), nullable=True),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("area", sa.String(length=120), nullable=True),
        sa.Column("keyworker_id", sa.Integer(), nullable=True),
        sa.Column("available", sa.String(length=2000), nullable=True),
        sa.Column("caring", sa.String(length=2000), nullable=True),
        sa.Column("school_postcode", sa.String(length=8), nullable=True),
        sa.Column("school_latitude", sa.Float(), nullable=True),
        sa.Column("school_longitude", sa.Float(), nullable=True),
        sa.Column("drop_off", sa.Time(), nullable=True),
        sa.Column("pick_up", sa.Time(), nullable=True),
        sa.Column("childcare_welcome", sa.Boolean(), nullable=True),
        sa.Column("hours_min", sa.Float(), nullable=True),
        sa.Column("hours_max", sa.Float(), nullable=True),
        sa.Column("day_hours_max", sa.Float(), nullable=True),
        sa.Column("travel_modes", sa.String(length=120), nullable=True),
        sa.Column("travel_max", sa.String(length=120), nullable=True),
        sa.Column("skills", sa.String(length=2000), nullable=True),
        sa.Column("certificates", sa.String(length=2000), nullable=True),
        sa.Column("limits", sa.String(length=2000), nullable=True),
        sa.Column("not_adjustable", sa.String(length=2000), nullable=True),
        sa.Column("legal", sa.String(length=2000), nullable=True),
        sa.Column("wants", sa.String(length=2000), nullable=True),
        sa.Column("avoids", sa.String(length=2000), nullable=True),
        sa.Column("pay_min", sa.Numeric(precision=12, scale=4, asdecimal=False), nullable=True),
        sa.Column("contracts", sa.String(length=120), nullable=True),
        sa.Column("training_completed", sa.String(length=2000), nullable=True),
        sa.Column("share", sa.String(length=120), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=True),
        sa.Column("found_lat", sa.Float(), nullable=True),
        sa.Column("found_lon", sa.Float(), nullable=True),
        sa.Column("found_radius_km", sa.Float(), nullable=True),
        sa.Column("found_london", sa.Boolean(), nullable=True),
        sa.Column("school_found_lat", sa.Float(), nullable=True),
        sa.Column("school_found_lon", sa.Float(), nullable=True),
        sa.Column("school_found_radius_km", sa.Float(), nullable=True),
        sa.Column("school_found_london", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('email', 'sms', 'phone', 'letter', 'none')", name=op.f("ck_participant_channel_word")
        ),
        sa.CheckConstraint(
            "(found_lat IS NULL) = (found_lon IS NULL)", name=op.f("ck_participant_found_lat_with_found_lon")
        ),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_participant_latitude_with_longitude")
        ),
        sa.CheckConstraint(
            "(school_found_lat IS NULL) = (school_found_lon IS NULL)",
            name=op.f("ck_participant_school_found_lat_with_school_found_lon"),
        ),
        sa.CheckConstraint(
            "(school_latitude IS NULL) = (school_longitude IS NULL)",
            name=op.f("ck_participant_school_latitude_with_school_longitude"),
        ),
        sa.CheckConstraint(
            "day_hours_max >= 0 AND day_hours_max <= 24", name=op.f("ck_participant_day_hours_max_range")
        ),
        sa.CheckConstraint("found_lat >= -90 AND found_lat <= 90", name=op.f("ck_participant_found_lat_range")),
        sa.CheckConstraint("found_lon >= -180 AND found_lon <= 180", name=op.f("ck_participant_found_lon_range")),
        sa.CheckConstraint("hours_max >= 0 AND hours_max <= 168", name=op.f("ck_participant_hours_max_range")),
        sa.CheckConstraint("hours_max >= hours_min", name=op.f("ck_participant_hours_max_from_hours_min")),
        sa.CheckConstraint("hours_min >= 0 AND hours_min <= 168", name=op.f("ck_participant_hours_min_range")),
        sa.CheckConstraint("latitude >= -90 AND latitude <= 90", name=op.f("ck_participant_latitude_range")),
        sa.CheckConstraint("longitude >= -180 AND longitude <= 180", name=op.f("ck_participant_longitude_range")),
        sa.CheckConstraint("pay_min >= 0", name=op.f("ck_participant_pay_min_range")),
        sa.CheckConstraint("pick_up > drop_off", name=op.f("ck_participant_pick_up_after_drop_off")),
        sa.CheckConstraint(
            "school_found_lat >= -90 AND school_found_lat <= 90", name=op.f("ck_participant_school_found_lat_range")
        ),
        sa.CheckConstraint(
            "school_found_lon >= -180 AND school_found_lon <= 180", name=op.f("ck_participant_school_found_lon_range")
        ),
        sa.CheckConstraint(
            "school_latitude >= -90 AND school_latitude <= 90", name=op.f("ck_participant_school_latitude_range")
        ),
        sa.CheckConstraint(
            "school_longitude >= -180 AND school_longitude <= 180", name=op.f("ck_participant_school_longitude_range")
        ),
        sa.ForeignKeyConstraint(
            ["keyworker_id"], ["user_account.id"], name=op.f("fk_participant_keyworker_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("reference", name=op.f("uq_participant_reference")),
    )
    op.create_index(op.f("ix_participant_keyworker_id"), "participant", ["keyworker_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_participant_keyworker_id"), table_name="participant")
    op.drop_table("participant")
