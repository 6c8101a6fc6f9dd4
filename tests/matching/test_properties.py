"""The properties of a fit over whole people and jobs, and for each a fault that it finds.

200 cases each; `pytest -m full` tries 1,000, or as many as BROKERAGE_CASES says."""

import os

import pytest
from properties import ALLOWED, PROPERTIES, there_is_no_field_for_more

MANY = int(os.environ.get("BROKERAGE_CASES", "1000"))


@pytest.mark.parametrize("cases", [200, pytest.param(MANY, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", PROPERTIES)
def test_it_always_holds(name, cases):
    PROPERTIES[name].run(cases)


@pytest.mark.parametrize(("side", "allowed"), ALLOWED.items())
def test_there_is_no_field_for_what_must_not_be_known(side, allowed):
    there_is_no_field_for_more(side, allowed)
