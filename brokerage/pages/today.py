"""Home: what is waiting for the person signed in."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from brokerage.access import has_role
from brokerage.pages import today_coordinator, today_keyworker, today_manager

pages = Blueprint("today", __name__)


@pages.get("/")
def show() -> str | Response:
    if has_role("keyworker") and not has_role("coordinator"):
        return today_keyworker.show()
    if has_role("coordinator"):
        return today_coordinator.show()
    if has_role("manager"):
        return today_manager.show()
    if has_role("employer") and not has_role("coordinator", "keyworker", "manager", "administrator"):
        return redirect(url_for("portal.home"))
    return render_template("today/show.html")
