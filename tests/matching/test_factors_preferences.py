import pytest
from builders import a_job, a_person, check, factor, numbers, who


@pytest.mark.parametrize(
    ("wants", "avoids", "title", "status", "expected"),
    [
        (None, None, "Shop assistant", "pass", (0.3, 0.6, 1)),
        ("retail", None, "Shop assistant", "pass", (1, 1, 1)),  # the sector
        ("Shop Assistant", None, "Saturday help", "pass", (1, 1, 1)),  # the occupation
        ("saturday", None, "Saturday help", "pass", (1, 1, 1)),  # a whole word of the title
        ("gardening", None, "Shop assistant", "pass", (0.5, 0.5, 0.5)),
        (None, "retail", "Shop assistant", "fail", (0, 0, 0)),
        (None, "care", "Care assistant", "fail", (0, 0, 0)),
        (None, "care", "Daycare assistant", "pass", (0.3, 0.6, 1)),  # not a whole word
        (None, "care", "Carer", "pass", (0.3, 0.6, 1)),
        (None, "call centre", "Call-centre agent (nights)", "fail", (0, 0, 0)),
        (None, "centre call", "Call-centre agent", "pass", (0.3, 0.6, 1)),
        (None, "shop", "Assistant", "pass", (0.3, 0.6, 1)),  # a word of the occupation is not the occupation
        ("retail", "retail", "Shop assistant", "fail", (0, 0, 0)),
        ("retail; gardening", "care", "Shop assistant", "pass", (1, 1, 1)),
        (None, "caf", "Café assistant", "pass", (0.3, 0.6, 1)),
        (None, "café", "Café assistant", "fail", (0, 0, 0)),
    ],
)
def test_what_is_wanted_and_what_is_not(wants, avoids, title, status, expected):
    found = factor("preferences", a_person(wants=wants, avoids=avoids), a_job(title=title))

    assert (found.status, numbers(found)) == (status, expected)
    assert who(found) == ({"participant"} if status == "fail" else {None})


@pytest.mark.parametrize(
    ("contracts", "contract", "status", "whose"),
    [
        (None, "casual", "pass", None),
        (None, None, "pass", None),
        ("permanent; temporary", "temporary", "pass", None),
        ("permanent", "casual", "fail", "employer"),
        ("permanent", None, "unknown", "employer"),
    ],
)
def test_kinds_of_contract(contracts, contract, status, whose):
    found = factor("preferences", a_person(contracts=contracts), a_job(contract=contract))

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == (1, 1, 1)


def test_what_the_person_stays_away_from_is_never_traded_for_anything():
    assert check(a_person(avoids="retail"), a_job(pay_from=30)).fit == "not_this_one"
