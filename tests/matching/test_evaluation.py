"""The figures of an evaluation, each held by an example that was worked out by hand."""

from math import log2

import pytest
from builders import TODAY, a_job, a_person, check, north, policy

from matching.baselines import Judged, distance, keywords, ndcg_of
from matching.evaluation import GAINS, confusion, f1, gain, macro_f1, mean_ndcg, ndcg, serious
from matching.judgement import Label, judge
from matching.pair import Pair


def test_what_is_shown_counts_as_the_label_where_it_is_one_of_several():
    either = ("ask_employer", "with_a_step")
    table = confusion([(either, "with_a_step"), (either, "check"), (("check",), "check")])

    assert table == {("with_a_step", "with_a_step"): 1, ("ask_employer", "check"): 1, ("check", "check"): 1}


def test_macro_f1_weighs_a_rare_class_as_much_as_a_common_one():
    table = confusion(
        [
            *[(("fits_now",), "fits_now")] * 8,
            *[(("fits_now",), "check")] * 2,
            (("check",), "check"),
            (("with_a_step",), "not_this_one"),
        ]
    )

    assert f1(table, "fits_now") == 2 * 8 / (10 + 8)
    assert f1(table, "check") == 2 * 1 / (1 + 3)
    assert f1(table, "with_a_step") == f1(table, "not_this_one") == 0
    assert f1(table, "ask_employer") is None
    assert macro_f1(table) == pytest.approx((16 / 18 + 0.5 + 0 + 0) / 4)


def test_only_what_is_surely_not_for_somebody_and_shown_as_fitting_is_serious():
    assert serious(("not_this_one",), "fits_now")
    assert not serious(("not_this_one",), "check")
    assert not serious(("ask_employer", "not_this_one"), "fits_now")


def test_a_pair_is_worth_the_mean_of_the_classes_allowed():
    assert gain(("fits_now",)) == 4
    assert gain(("ask_employer", "with_a_step")) == 1.5
    assert sorted(GAINS.values()) == [0, 1, 2, 3, 4]


def test_ndcg_discounts_by_rank():
    shown, best = 0 / log2(2) + 4 / log2(3) + 2 / log2(4), 4 / log2(2) + 2 / log2(3)

    assert ndcg([0, 4, 2]) == pytest.approx(shown / best)
    assert ndcg([4, 2, 0]) == 1


def test_ndcg_looks_at_the_first_five_alone():
    assert ndcg([0, 0, 0, 0, 0, 4]) == 0
    assert ndcg([0, 0, 0, 0, 4, 0]) == pytest.approx(1 / log2(6))


def test_a_list_that_cannot_be_put_wrongly_is_left_out():
    assert ndcg([3, 3]) is None
    assert ndcg([]) is None
    assert mean_ndcg([[3, 3], [0, 4]]) == pytest.approx(1 / log2(3))
    assert mean_ndcg([[3, 3]]) is None


def judged(label="fits_now", *, person=None, job=None):
    pair = Pair(person or a_person(), job or a_job(), TODAY, policy())
    return Judged(pair, (label,), check(pair.person, pair.job))


def test_distance_is_in_km_and_a_place_not_known_comes_last():
    far = north(7.5)

    assert distance(judged(job=a_job(site=far))) == (pytest.approx(7.5),)
    assert distance(judged(job=a_job(site=far, home_working="all"))) == (0,)
    assert distance(judged(job=a_job(site=None))) > (20_000,)  # half round the world


def test_words_in_common_are_a_share_of_the_vacancys():
    job = a_job(title="Shop assistant", occupation="", essential_skills=None)  # shop, assistant, retail

    assert keywords(judged(person=a_person(skills="shop floor work", wants="retail"), job=job)) == (-2 / 3,)
    assert keywords(judged(person=a_person(skills=None, wants=None), job=job)) == (0,)


def test_chance_is_the_mean_over_all_orders_and_the_same_every_time():
    two = [judged("fits_now"), judged("not_this_one")]
    by_chance = ndcg_of([two], lambda _judged: ())

    assert by_chance == pytest.approx((1 + 1 / log2(3)) / 2, abs=0.05)
    assert by_chance == ndcg_of([two], lambda _judged: ())
    assert by_chance != ndcg_of([two], lambda _judged: (), seed=2)


def test_a_label_speaks_of_the_class_of_a_factor_and_of_words():
    person, job = a_person(hours_min=30), a_job(hours_guaranteed=20, negotiable="none")
    labels = [
        Label(2, person.reference, job.reference, ("fits_now",), "hours", ("pass", "unknown"), "20 HOURS a week"),
        Label(3, person.reference, job.reference, ("fits_now",), "pay", ("pass",), "20 hours a week"),
        Label(4, person.reference, job.reference, text="20 hours a week"),
    ]

    found = judge(labels, {person.reference: person}, {job.reference: job}, TODAY, policy())

    first, second, third = found.verdicts
    assert (first.fit_right, first.status_right, first.text_right, first.right) == (False, False, True, False)
    assert (second.status_right, second.text_right) == (True, False)  # the words stand with another factor
    assert (third.fit_right, third.status_right, third.text_right, third.right) == (None, None, True, True)
    assert found.counted("fit_right") == (0, 1)  # a pair counts once
    assert found.counted("text_right") == (2, 3)
    assert found.wrong == (first, second)
