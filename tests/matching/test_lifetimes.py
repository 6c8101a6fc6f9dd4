import pytest

from matching.lifetimes import LIFETIMES
from matching.normalise import certificate
from matching.taxonomy import built_in


def test_every_lifetime_is_of_a_certificate_that_there_is():
    assert LIFETIMES.keys() <= built_in().certificates.keys()
    assert all(1 <= each.years <= 10 and each.source for each in LIFETIMES.values())


@pytest.mark.parametrize(("said", "years"), [("SIA badge", 3), ("CSCS", 5), ("EFAW", 3), ("CBT", 2)])
def test_a_certificate_is_found_by_its_usual_name(said: str, years: int):
    assert LIFETIMES[certificate(said, built_in())].years == years


@pytest.mark.parametrize("said", ["food hygiene level 2", "forklift licence", "personal licence", "enhanced DBS"])
def test_what_has_no_end_in_law_has_none_here(said: str):
    assert certificate(said, built_in()) not in LIFETIMES
