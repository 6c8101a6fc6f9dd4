"""Pages that say what the service is: open to everybody, the same for everybody."""

from flask import Blueprint, render_template

pages = Blueprint("about", __name__)


@pages.get("/accessibility")
def accessibility() -> str:
    return render_template("about/accessibility.html")


@pages.get("/what-we-hold")
def what_we_hold() -> str:
    return render_template("about/what_we_hold.html")
