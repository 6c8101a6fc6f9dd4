"""Home: what is waiting for the person signed in."""

from flask import Blueprint, render_template

from brokerage.access import has_role
from brokerage.pages import today_coordinator, today_keyworker, today_manager

pages = Blueprint("today", __name__)


@pages.get("/")
def show() -> str:
    if has_role("keyworker") and not has_role("coordinator"):
        return today_keyworker.show()
    if has_role("coordinator"):
        return today_coordinator.show()
    if has_role("manager"):
        return today_manager.show()
    return render_template("today/show.html")
