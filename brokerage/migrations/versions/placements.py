"""Work experience and job trials: the paper of three, its days, roles, signatures and steps, and the places of a site on a day."""

import sqlalchemy as sa
from alembic import op

revision = "placements"
down_revision = "mock_interviews"


def upgrade() -> None:
    op.create_table(
        "site_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=8), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(length=254), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("places >= 0 AND places <= 1000", name=op.f("ck_site_places_places_range")),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_site_places_employer_reference_employer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_places")),
        sa.UniqueConstraint("employer_reference", "site", name=op.f("uq_site_places_employer_reference_site")),
    )
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("vacancy_reference", sa.String(length=60), nullable=False),
        sa.Column("agreement_reference", sa.String(length=60), nullable=True),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(length=8), nullable=True),
        sa.Column("where", sa.String(length=250), nullable=True),
        sa.Column("supervisor", sa.String(length=250), nullable=True),
        sa.Column("tasks", sa.String(length=4000), nullable=True),
        sa.Column("leads_to", sa.String(length=4000), nullable=True),
        sa.Column("expenses", sa.String(length=250), nullable=True),
        sa.Column("bring", sa.String(length=250), nullable=True),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("only_person", sa.Boolean(), nullable=True),
        sa.Column("job_weeks", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=20), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("renews", sa.String(length=60), nullable=True),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("drafted_by", sa.String(length=254), nullable=False),
        sa.CheckConstraint(
            "(scheme = 'job_trial') = (kind = 'job_trial')", name=op.f("ck_placement_scheme_of_its_kind")
        ),
        sa.CheckConstraint("(state = 'ended') = (ended_by IS NOT NULL)", name=op.f("ck_placement_ended_by_somebody")),
        sa.CheckConstraint(
            "ended_by IN ('participant', 'employer', 'programme')", name=op.f("ck_placement_ended_by_word")
        ),
        sa.CheckConstraint("kind IN ('work_experience', 'job_trial')", name=op.f("ck_placement_kind_word")),
        sa.CheckConstraint("scheme IN ('work_experience', 'job_trial', 'swap')", name=op.f("ck_placement_scheme_word")),
        sa.CheckConstraint(
            "state IN ('draft', 'to_sign', 'signed', 'running', 'finished', 'ended', 'cancelled')",
            name=op.f("ck_placement_state_word"),
        ),
        sa.CheckConstraint("(ended_by IS NULL) = (ended_on IS NULL)", name=op.f("ck_placement_ended_on_a_day")),
        sa.CheckConstraint("edition >= 1 AND edition <= 100000", name=op.f("ck_placement_edition_range")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_placement_ends_from_start")),
        sa.CheckConstraint("job_weeks >= 1 AND job_weeks <= 1000", name=op.f("ck_placement_job_weeks_range")),
        sa.CheckConstraint("renews <> reference", name=op.f("ck_placement_renews_another")),
        sa.ForeignKeyConstraint(
            ["agreement_reference"], ["agreement.reference"], name=op.f("fk_placement_agreement_reference_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_placement_introduction_id_introduction")
        ),
        sa.ForeignKeyConstraint(["renews"], ["placement.reference"], name=op.f("fk_placement_renews_placement")),
        sa.ForeignKeyConstraint(
            ["vacancy_reference"], ["vacancy.reference"], name=op.f("fk_placement_vacancy_reference_vacancy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("reference", name=op.f("uq_placement_reference")),
        sa.UniqueConstraint("renews", name=op.f("uq_placement_renews")),
    )
    op.create_index(op.f("ix_placement_agreement_reference"), "placement", ["agreement_reference"])
    op.create_index(op.f("ix_placement_ends_on"), "placement", ["ends_on"])
    op.create_index(op.f("ix_placement_introduction_id"), "placement", ["introduction_id"])
    op.create_index(op.f("ix_placement_starts_on"), "placement", ["starts_on"])
    op.create_index(op.f("ix_placement_state"), "placement", ["state"])
    op.create_index(op.f("ix_placement_vacancy_reference"), "placement", ["vacancy_reference"])
    op.create_table(
        "placed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("support", sa.String(length=4000), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_placed_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_placed_placement_id_placement")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_placed_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placed")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_placed_placement_id")),
    )
    op.create_index(op.f("ix_placed_participant_id"), "placed", ["participant_id"])
    op.create_index(op.f("ix_placed_referral_id"), "placed", ["referral_id"])
    op.create_table(
        "placement_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "break_minutes >= 0 AND break_minutes <= 480", name=op.f("ck_placement_day_break_minutes_range")
        ),
        sa.CheckConstraint("ends > starts", name=op.f("ck_placement_day_ends_after_start")),
        sa.CheckConstraint("role >= 1 AND role <= 20", name=op.f("ck_placement_day_role_range")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_day_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_day")),
        sa.UniqueConstraint("placement_id", "day", name=op.f("uq_placement_day_placement_id_day")),
    )
    op.create_index(op.f("ix_placement_day_day"), "placement_day", ["day"])
    op.create_table(
        "placement_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("days >= 1 AND days <= 1000", name=op.f("ck_placement_role_days_range")),
        sa.CheckConstraint("number >= 1 AND number <= 20", name=op.f("ck_placement_role_number_range")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_role_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_role")),
        sa.UniqueConstraint("placement_id", "number", name=op.f("uq_placement_role_placement_id_number")),
    )
    op.create_table(
        "placement_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("employer_reference", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.CheckConstraint("seat >= 1 AND seat <= 100000", name=op.f("ck_placement_seat_seat_range")),
        sa.ForeignKeyConstraint(
            ["employer_reference"], ["employer.reference"], name=op.f("fk_placement_seat_employer_reference_employer")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_placement_seat_placement_id_placement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_seat")),
        sa.UniqueConstraint(
            "employer_reference", "site", "day", "seat", name=op.f("uq_placement_seat_employer_reference_site_day_seat")
        ),
    )
    op.create_index(op.f("ix_placement_seat_placement_id"), "placement_seat", ["placement_id"])
    op.create_table(
        "placement_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=20), nullable=False),
        sa.Column("signed_as", sa.String(length=250), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.CheckConstraint("how IN ('page', 'link', 'paper')", name=op.f("ck_placement_signature_how_word")),
        sa.CheckConstraint(
            "party IN ('participant', 'employer', 'programme')", name=op.f("ck_placement_signature_party_word")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_signature_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_signature")),
        sa.UniqueConstraint(
            "placement_id", "edition", "party", name=op.f("uq_placement_signature_placement_id_edition_party")
        ),
    )
    op.create_table(
        "placement_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("transition", sa.String(length=30), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=4000), nullable=True),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_step_placement_id_placement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_step")),
    )
    op.create_index(op.f("ix_placement_step_placement_id"), "placement_step", ["placement_id"])


def downgrade() -> None:
    for table in ("step", "signature", "seat", "role", "day"):
        op.drop_table(f"placement_{table}")
    for table in ("placed", "placement", "site_places"):
        op.drop_table(table)
