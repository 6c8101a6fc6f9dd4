"""Home: what is waiting for the person signed in."""

from flask import Blueprint, render_template

pages = Blueprint("today", __name__)


@pages.get("/")
def show() -> str:
    return render_template("today/show.html")
