"""A coordinator brings a file, sees what it would change, keeps the good rows and gets the others back; in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brokerage.kinds import KINDS
from employers.db import transaction
from employers.records import save

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("wide_and_phone")]

JANUARY = """reference,employer,title,shift,places,closes_on,Notes 2
V014,OWL1,Catering assistant,Mon-Fri 09:10-13:00,3,2027-01-29,x
V031,OWL1,Porter,Mon-Fri 07:00-,1,,
V057,OWL2,Sales assistant,,1,,
V060,OWL1,Domestic,,2,,
"""


def test_a_file_is_seen_before_it_changes_anything(
    page: Any, live_server: str, browser_sign_in: Callable[..., None], looks_right: Callable[[], None], tmp_path: Path
) -> None:
    file = tmp_path / "january.csv"
    file.write_text(JANUARY)
    browser_sign_in("coordinator")
    with transaction(by="test") as session:
        save(session, KINDS["employers"], {"reference": "OWL1", "name": "Owlerby"})
        save(
            session,
            KINDS["vacancies"],
            {"reference": "V014", "employer": "OWL1", "title": "Catering assistant", "places": "2"},
        )

    page.goto(f"{live_server}/import")
    looks_right()
    page.get_by_role("button", name="Show what it would change").click()
    assert page.title().startswith("Error:")
    looks_right()

    page.get_by_label("Vacancies").check()
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Show what it would change").click()
    page.get_by_role("heading", name="What this file would change").wait_for()
    assert page.evaluate("document.activeElement.id") == "to-correct"
    looks_right()

    with page.expect_download() as download:
        page.get_by_role("link", name="Get the 2 rows to correct").click()
    assert download.value.suggested_filename == "january.bad.csv"
    page.get_by_role("button", name="Import 2 rows").click()
    page.get_by_text("Imported: 1 vacancy new and 1 changed.").wait_for()
    looks_right()

    page.get_by_role("button", name="Leave it").click()
    page.get_by_text("The file was left.").wait_for()
