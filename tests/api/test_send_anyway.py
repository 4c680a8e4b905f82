from __future__ import annotations

from tests.api.conftest import Program

from artfactory.catalog.models import AIModel
from artfactory.orders.models import Generation


def test_a_value_that_the_schema_refuses_is_sent_by_a_persons_word(
    program: Program, ink: AIModel, foxes: object
) -> None:
    name = next(n for n, each in ink.parameters["properties"].items() if "maximum" in each and n != "seed")
    beyond = ink.parameters["properties"][name]["maximum"] * 2
    body = {"models": [ink.address], "prompt": "a fox", "parameters": {name: beyond}}
    assert program.ask("POST", "/orders", body).codes == ["bad_value"]
    assert program.ask("POST", "/orders", body | {"send_anyway": ["other"]}).codes == ["bad_value"]
    quoted = program.ask("POST", "/quotes", body | {"send_anyway": [name]})
    assert (quoted.status, quoted.body["count"]) == (200, 1)
    placed = program.ask("POST", "/orders", body | {"send_anyway": [name]})
    assert (placed.status, placed.body["send_anyway"]) == (201, [name])
    assert beyond in Generation.objects.get().request.values()
