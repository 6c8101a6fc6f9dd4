"""Employers, and what belongs to each: contacts, agreements, vacancies, slots."""

import sqlalchemy as sa
from alembic import op

revision = "employers"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "employer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("sector", sa.String(length=120), nullable=True),
        sa.Column("size", sa.String(length=120), nullable=True),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("coordinator", sa.String(length=254), nullable=True),
        sa.Column("withheld", sa.String(length=500), nullable=True),
        sa.CheckConstraint("channel IN ('direct', 'agency')", name=op.f("ck_employer_channel_word")),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_employer_latitude_with_longitude")
        ),
        sa.CheckConstraint("latitude >= -90 AND latitude <= 90", name=op.f("ck_employer_latitude_range")),
        sa.CheckConstraint("longitude >= -180 AND longitude <= 180", name=op.f("ck_employer_longitude_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("reference", name=op.f("uq_employer_reference")),
    )
    op.create_index(op.f("ix_employer_coordinator"), "employer", ["coordinator"], unique=False)
    op.create_index(op.f("ix_employer_name"), "employer", ["name"], unique=False)
    op.create_table(
        "employer_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_employer_contact_employer_reference_employer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_contact")),
    )
    op.create_index(
        op.f("ix_employer_contact_employer_reference"), "employer_contact", ["employer_reference"], unique=False
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("area", sa.String(length=2000), nullable=True),
        sa.Column("training", sa.String(length=250), nullable=True),
        sa.Column("certificate", sa.String(length=250), nullable=True),
        sa.Column("days_to_interview", sa.Integer(), nullable=True),
        sa.Column("ring_fenced_until", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(length=4000), nullable=True),
        sa.CheckConstraint(
            "kind IN ('guaranteed_interview', 'ring_fenced', 'work_experience', 'job_trial')",
            name=op.f("ck_agreement_kind_word"),
        ),
        sa.CheckConstraint(
            "days_to_interview >= 0 AND days_to_interview <= 1000", name=op.f("ck_agreement_days_to_interview_range")
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_agreement_ends_after_start")),
        sa.CheckConstraint("places >= 0 AND places <= 100000", name=op.f("ck_agreement_places_range")),
        sa.CheckConstraint("ring_fenced_until >= starts_on", name=op.f("ck_agreement_ring_fence_after_start")),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_agreement_employer_reference_employer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("reference", name=op.f("uq_agreement_reference")),
    )
    op.create_index(op.f("ix_agreement_employer_reference"), "agreement", ["employer_reference"], unique=False)
    op.create_table(
        "vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("agreement_reference", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("occupation", sa.String(length=120), nullable=True),
        sa.Column("sector", sa.String(length=120), nullable=True),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("home_working", sa.String(length=10), nullable=True),
        sa.Column("shift", sa.String(length=2000), nullable=True),
        sa.Column("shifts_chosen_by_worker", sa.Boolean(), nullable=True),
        sa.Column("rota_notice_days", sa.Integer(), nullable=True),
        sa.Column("hours_guaranteed", sa.Float(), nullable=True),
        sa.Column("hours_typical", sa.Float(), nullable=True),
        sa.Column("negotiable", sa.String(length=250), nullable=True),
        sa.Column("term_time_only", sa.Boolean(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("essential_skills", sa.String(length=2000), nullable=True),
        sa.Column("desirable_skills", sa.String(length=2000), nullable=True),
        sa.Column("certificates", sa.String(length=2000), nullable=True),
        sa.Column("demands", sa.String(length=2000), nullable=True),
        sa.Column("adjustable", sa.String(length=2000), nullable=True),
        sa.Column("involves", sa.String(length=2000), nullable=True),
        sa.Column("dbs", sa.String(length=20), nullable=True),
        sa.Column("pay_from", sa.Numeric(precision=12, scale=4, asdecimal=False), nullable=True),
        sa.Column("pay_to", sa.Numeric(precision=12, scale=4, asdecimal=False), nullable=True),
        sa.Column("pay_period", sa.String(length=10), nullable=True),
        sa.Column("contract", sa.String(length=20), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("found_lat", sa.Float(), nullable=True),
        sa.Column("found_lon", sa.Float(), nullable=True),
        sa.Column("found_radius_km", sa.Float(), nullable=True),
        sa.Column("found_london", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "contract IN ('permanent', 'fixed_term', 'temporary', 'casual', 'apprenticeship')",
            name=op.f("ck_vacancy_contract_word"),
        ),
        sa.CheckConstraint(
            "dbs IN ('none', 'basic', 'standard', 'enhanced', 'barred_list')", name=op.f("ck_vacancy_dbs_word")
        ),
        sa.CheckConstraint("home_working IN ('none', 'some', 'all')", name=op.f("ck_vacancy_home_working_word")),
        sa.CheckConstraint("pay_period IN ('hour', 'year')", name=op.f("ck_vacancy_pay_period_word")),
        sa.CheckConstraint(
            "(found_lat IS NULL) = (found_lon IS NULL)", name=op.f("ck_vacancy_found_lat_with_found_lon")
        ),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_vacancy_latitude_with_longitude")),
        sa.CheckConstraint("found_lat >= -90 AND found_lat <= 90", name=op.f("ck_vacancy_found_lat_range")),
        sa.CheckConstraint("found_lon >= -180 AND found_lon <= 180", name=op.f("ck_vacancy_found_lon_range")),
        sa.CheckConstraint(
            "hours_guaranteed >= 0 AND hours_guaranteed <= 168", name=op.f("ck_vacancy_hours_guaranteed_range")
        ),
        sa.CheckConstraint("hours_typical >= 0 AND hours_typical <= 168", name=op.f("ck_vacancy_hours_typical_range")),
        sa.CheckConstraint("latitude >= -90 AND latitude <= 90", name=op.f("ck_vacancy_latitude_range")),
        sa.CheckConstraint("longitude >= -180 AND longitude <= 180", name=op.f("ck_vacancy_longitude_range")),
        sa.CheckConstraint("pay_from >= 0", name=op.f("ck_vacancy_pay_from_range")),
        sa.CheckConstraint("pay_to >= pay_from", name=op.f("ck_vacancy_pay_to_from_pay_from")),
        sa.CheckConstraint("places >= 0 AND places <= 100000", name=op.f("ck_vacancy_places_range")),
        sa.CheckConstraint(
            "rota_notice_days >= 0 AND rota_notice_days <= 366", name=op.f("ck_vacancy_rota_notice_days_range")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_reference"], ["agreement.reference"], name=op.f("fk_vacancy_agreement_reference_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_vacancy_employer_reference_employer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
        sa.UniqueConstraint("reference", name=op.f("uq_vacancy_reference")),
    )
    op.create_index(op.f("ix_vacancy_agreement_reference"), "vacancy", ["agreement_reference"], unique=False)
    op.create_index(op.f("ix_vacancy_closes_on"), "vacancy", ["closes_on"], unique=False)
    op.create_index(op.f("ix_vacancy_employer_reference"), "vacancy", ["employer_reference"], unique=False)
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("agreement_reference", sa.String(length=60), nullable=True),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("where", sa.String(length=250), nullable=True),
        sa.Column("with_coordinator", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "agreement_reference IS NOT NULL OR vacancy_reference IS NOT NULL", name=op.f("ck_slot_for_something")
        ),
        sa.CheckConstraint("minutes >= 1 AND minutes <= 1440", name=op.f("ck_slot_minutes_range")),
        sa.CheckConstraint("places >= 0 AND places <= 100000", name=op.f("ck_slot_places_range")),
        sa.ForeignKeyConstraint(
            ["agreement_reference"], ["agreement.reference"], name=op.f("fk_slot_agreement_reference_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_slot_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("reference", name=op.f("uq_slot_reference")),
    )
    op.create_index(op.f("ix_slot_agreement_reference"), "slot", ["agreement_reference"], unique=False)
    op.create_index(op.f("ix_slot_starts_at"), "slot", ["starts_at"], unique=False)
    op.create_index(op.f("ix_slot_vacancy_reference"), "slot", ["vacancy_reference"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_slot_vacancy_reference"), table_name="slot")
    op.drop_index(op.f("ix_slot_starts_at"), table_name="slot")
    op.drop_index(op.f("ix_slot_agreement_reference"), table_name="slot")
    op.drop_table("slot")
    op.drop_index(op.f("ix_vacancy_employer_reference"), table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_closes_on"), table_name="vacancy")
    op.drop_index(op.f("ix_vacancy_agreement_reference"), table_name="vacancy")
    op.drop_table("vacancy")
    op.drop_index(op.f("ix_agreement_employer_reference"), table_name="agreement")
    op.drop_table("agreement")
    op.drop_index(op.f("ix_employer_contact_employer_reference"), table_name="employer_contact")
    op.drop_table("employer_contact")
    op.drop_index(op.f("ix_employer_name"), table_name="employer")
    op.drop_index(op.f("ix_employer_coordinator"), table_name="employer")
    op.drop_table("employer")
