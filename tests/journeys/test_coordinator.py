"""A coordinator brings a spreadsheet, opens a vacancy, and sees whom it fits, why, and what to ask the employer."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]

NEW_JOBS = """reference,employer,title,postcode,shift,hours_guaranteed,essential_skills,demands,involves,pay_from,contract,places
V901,E001,Kitchen porter,HB4 2TR,Mon-Fri 08:30-12:30,20,kitchen and catering work,none,none,13.10,permanent,2
V902,E001,Tea room assistant,HB4 2TR,Sat 25:00-26:00,8,serving food and drink,none,none,13.10,permanent,1
"""


def test_from_a_spreadsheet_to_a_shortlist(
    page: Any, hallbrook: str, enter: Callable[[str], None], looks_right: Callable[[], None], tmp_path: Path
) -> None:
    file = tmp_path / "new-jobs.csv"
    file.write_text(NEW_JOBS)
    enter("grace.okoye@example.org")

    page.goto(f"{hallbrook}/import")
    page.get_by_label("Vacancies").check()
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Show what it would change").click()
    looks_right()
    told = page.locator("main").inner_text()
    assert "Nothing has been changed yet" in told
    assert "25:00-26:00" in told
    page.get_by_role("button", name="Import 1 row").click()
    looks_right()

    page.goto(f"{hallbrook}/vacancies?q=porter")
    looks_right()
    page.get_by_role("link", name="Kitchen porter", exact=True).first.click()
    page.get_by_role("heading", level=1, name="Kitchen porter", exact=True).wait_for()
    looks_right()
    shortlist = page.locator("main").inner_text()
    assert "Fits now" in shortlist
    assert "Tomasz Zielinski" in shortlist
    assert "it would open to" in shortlist

    page.get_by_role("link", name="Ask the employer").first.click()
    looks_right()
    assert "Would fit if the shift began at" in page.locator("main").inner_text()
    page.go_back()

    page.get_by_role("link", name="See them and why").click()
    looks_right()
    assert "outside the times when work is possible" in page.locator("main").inner_text()
    page.go_back()

    with page.expect_download() as coming:
        page.get_by_role("link", name="Download").click()
    rows = list(csv.reader(io.StringIO(Path(coming.value.path()).read_text(encoding="utf-8-sig"))))
    assert any("Tomasz Zielinski" in row for row in rows)

    page.get_by_role("link", name="Tomasz Zielinski").click()
    page.get_by_role("heading", level=1, name="Does this job suit Tomasz?").wait_for()
    looks_right()
    assert page.get_by_text("Ask Priya Nair.").count() >= 2  # conditions, and law and checks


def test_a_later_start_by_hand_opens_the_job(
    page: Any, hallbrook: str, enter: Callable[[str], None], looks_right: Callable[[], None]
) -> None:
    enter("grace.okoye@example.org")
    page.goto(f"{hallbrook}/vacancies/V001")
    before = _fits_now(page)
    page.get_by_role("link", name="Change").first.click()
    looks_right()
    page.locator("[name=shift]").fill("Mon-Fri 9:30 to 12")
    page.get_by_role("button", name="Save").click()
    assert page.title().startswith("Error:")
    looks_right()
    assert page.locator("[name=shift]").input_value() == "Mon-Fri 9:30 to 12"
    page.locator("[name=shift]").fill("Mon-Fri 09:30-13:30")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("is saved").wait_for()
    assert _fits_now(page) > before


def _fits_now(page: Any) -> int:
    return int(page.get_by_role("link", name="Fits now").locator("b").first.inner_text())
