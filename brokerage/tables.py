"""Every table there is, and the trail of what changes in them: whoever imports this has them all."""

# ruff: noqa: F401

import brokerage.adverts.models
import brokerage.audit
import brokerage.diary.attendance_models
import brokerage.diary.calendar_models
import brokerage.diary.mock_models
import brokerage.due.timetable_models
import brokerage.keys.api_models
import brokerage.ledger.models
import brokerage.models
import brokerage.placements.own_word_models
import brokerage.placing_models
import brokerage.promises.kept_post_models
import brokerage.reference.school_models
import brokerage.reference.skill_models
import brokerage.referral_models
import brokerage.sending.work_models
import brokerage.travel.route_models
import employers.placements.after_models
import employers.posting.posting_models
import employers.ring_fence_models
import employers.times.time_models
import employers.trust_models
