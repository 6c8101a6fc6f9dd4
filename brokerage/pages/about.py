"""Pages that say what the service is: open to everybody, the same for everybody."""

from flask import Blueprint, render_template

from brokerage import settings, shortlists
from brokerage.pages import policy_figures, policy_words

pages = Blueprint("about", __name__)


@pages.get("/accessibility")
def accessibility() -> str:
    return render_template("about/accessibility.html")


@pages.get("/what-we-hold")
def what_we_hold() -> str:
    return render_template("about/what_we_hold.html")


@pages.get("/policy")
def policy() -> str:
    """The rules of a fit, for anybody whom they concern: no signing in, and the same for everybody."""
    rules, own = shortlists.policy(), settings.load()
    return render_template(
        "about/policy.html",
        rules=rules,
        words=policy_words,
        figures=policy_figures.figures(own.matching),
        agreed=own.agreed[::-1],
        unwritten=policy_words.unwritten(own.agreed, rules),
    )
