"""Times that come again, days away, who of us is at an interview, what helps there, seats kept while somebody is asked, and which time a
step was about."""

import sqlalchemy as sa
from alembic import op

revision = "interview_slots"
down_revision = "employer_trust"


def upgrade() -> None:
    op.create_table(
        "employer_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_employer_absence_last_after_first")),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_employer_absence_employer_reference_employer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_absence")),
        sa.UniqueConstraint("reference", name=op.f("uq_employer_absence_reference")),
    )
    op.create_index(op.f("ix_employer_absence_employer_reference"), "employer_absence", ["employer_reference"])
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("agreement_reference", sa.String(length=60), nullable=True),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=120), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=False),
        sa.Column("to_time", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("where", sa.String(length=250), nullable=True),
        sa.Column("link", sa.String(length=250), nullable=True),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.CheckConstraint("country IN ('ENG', 'WLS', 'SCT', 'NIR')", name=op.f("ck_opening_country_word")),
        sa.CheckConstraint(
            "agreement_reference IS NOT NULL OR vacancy_reference IS NOT NULL", name=op.f("ck_opening_for_something")
        ),
        sa.CheckConstraint("every_weeks >= 1 AND every_weeks <= 12", name=op.f("ck_opening_every_weeks_range")),
        sa.CheckConstraint("minutes >= 1 AND minutes <= 1440", name=op.f("ck_opening_minutes_range")),
        sa.CheckConstraint("places >= 1 AND places <= 1000", name=op.f("ck_opening_places_range")),
        sa.CheckConstraint("to_time > from_time", name=op.f("ck_opening_to_after_from")),
        sa.ForeignKeyConstraint(
            ["agreement_reference"], ["agreement.reference"], name=op.f("fk_opening_agreement_reference_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_opening_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("reference", name=op.f("uq_opening_reference")),
    )
    op.create_index(op.f("ix_opening_agreement_reference"), "opening", ["agreement_reference"])
    op.create_index(op.f("ix_opening_vacancy_reference"), "opening", ["vacancy_reference"])
    op.create_table(
        "staff_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_staff_absence_last_after_first")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_staff_absence_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_absence")),
        sa.UniqueConstraint("reference", name=op.f("uq_staff_absence_reference")),
    )
    op.create_index(op.f("ix_staff_absence_user_id"), "staff_absence", ["user_id"])
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_reference", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["slot_reference"], ["slot.reference"], name=op.f("fk_attendance_slot_reference_slot"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_attendance_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("slot_reference", "user_id", name=op.f("uq_attendance_slot_reference_user_id")),
    )
    op.create_index(op.f("ix_attendance_user_id"), "attendance", ["user_id"])
    op.create_table(
        "opening_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("slot_reference", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["opening_id"], ["opening.id"], name=op.f("fk_opening_time_opening_id_opening")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_time")),
        sa.UniqueConstraint("opening_id", "starts_at", name=op.f("uq_opening_time_opening_id_starts_at")),
    )
    op.create_index(op.f("ix_opening_time_slot_reference"), "opening_time", ["slot_reference"])
    op.create_table(
        "attended_quarter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["attendance.id"],
            name=op.f("fk_attended_quarter_attendance_id_attendance"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_attended_quarter_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attended_quarter")),
        sa.UniqueConstraint("user_id", "quarter", name=op.f("uq_attended_quarter_user_id_quarter")),
    )
    op.create_index(op.f("ix_attended_quarter_attendance_id"), "attended_quarter", ["attendance_id"])
    op.create_table(
        "interview_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=250), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_interview_word_introduction_id_introduction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_word")),
        sa.UniqueConstraint("introduction_id", name=op.f("uq_interview_word_introduction_id")),
    )
    op.create_table(
        "interview_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("companion_id", sa.Integer(), nullable=True),
        sa.Column("interpreter", sa.String(length=250), nullable=True),
        sa.Column("adjustment", sa.String(length=250), nullable=True),
        sa.Column("said", sa.String(length=250), nullable=True),
        sa.ForeignKeyConstraint(
            ["companion_id"], ["user_account.id"], name=op.f("fk_interview_need_companion_id_user_account")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_interview_need_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_need")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_interview_need_referral_id")),
    )
    op.create_index(op.f("ix_interview_need_companion_id"), "interview_need", ["companion_id"])
    op.create_table(
        "kept_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_reference", sa.String(length=60), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_kept_seat_referral_id_referral")),
        sa.ForeignKeyConstraint(
            ["slot_reference"], ["slot.reference"], name=op.f("fk_kept_seat_slot_reference_slot"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_seat")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_kept_seat_referral_id")),
    )
    op.create_index(op.f("ix_kept_seat_slot_reference"), "kept_seat", ["slot_reference"])
    op.add_column("referral_step", sa.Column("slot_reference", sa.String(length=60), nullable=True))
    op.add_column("slot", sa.Column("link", sa.String(length=250), nullable=True))


def downgrade() -> None:
    op.drop_column("slot", "link")
    op.drop_column("referral_step", "slot_reference")
    op.drop_table("kept_seat")
    op.drop_table("interview_need")
    op.drop_table("interview_word")
    op.drop_table("attended_quarter")
    op.drop_table("opening_time")
    op.drop_table("attendance")
    op.drop_table("staff_absence")
    op.drop_table("opening")
    op.drop_table("employer_absence")
