"""What of a filled in form is worth being kept as a draft, and for which Project."""

from __future__ import annotations

from artfactory.desk.forms.fields import PARAMETER
from artfactory.desk.forms.files import ADDRESS, UPLOAD
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.picks import PICKING
from artfactory.desk.forms.resources import PASTE

OF_THE_FORM = {
    "add",
    "csrfmiddlewaretoken",
    "draft_of",
    "find",
    "fix",
    "input",
    "keep_preset",
    "lose_preset",
    "preset",
    "preset_back",
    "remove",
    "shown_cost",
    "template_name",
    "words",
}
OF_THE_LIST = {"at", "go", "jump", "which", *PICKING}
PASSING = OF_THE_FORM | OF_THE_LIST  # said once, and nothing to go on from
PASSING_FIELDS = (PASTE, UPLOAD, ADDRESS, "preset_name.")  # how their names begin
MOST = 200_000  # characters; nothing longer could be ordered


def drafted(form: OrderForm) -> str:
    """As a query string; empty where nothing was said yet, or far too much."""
    if not _says_something(form):
        return ""
    answers = form.answers.copy()
    for name in list(answers):
        if name in PASSING or name.startswith(PASSING_FIELDS):
            del answers[name]
    answers.setlist("model", form.addresses)
    if form.picks.numbers:
        answers["picked"], answers["picked_as"] = form.picks.text, form.picked_as
    kept = answers.urlencode()
    return kept if len(kept) <= MOST else ""


def _says_something(form: OrderForm) -> bool:
    if form.prompt.strip():
        return True
    return any(form.answers.get(name, "").strip() for name in form.answers if name.startswith(PARAMETER))
