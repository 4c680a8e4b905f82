from __future__ import annotations

from tests.api.conftest import Program

from artfactory.catalog.models import AIModel


def test_a_model_is_added_by_its_id_and_removed(program: Program) -> None:
    added = program.ask("POST", "/models", {"named": "acme/foxes", "provider": "replicate"})
    assert (added.status, added.body["id"]) == (201, "replicate:acme/foxes")
    assert added.body["added"] and added.body["undescribed"]
    assert program.ask("POST", "/models", {"named": "replicate:acme/foxes"}).status == 201  # asked anew
    removed = program.ask("DELETE", "/models/replicate:acme/foxes")
    assert removed.status == 204 and not AIModel.objects.exists()


def test_what_names_no_single_model_is_refused_at_its_place(program: Program, ink: AIModel) -> None:
    assert program.ask("POST", "/models", {"named": "acme/foxes"}).codes == ["ambiguous"]
    assert program.ask("POST", "/models", {"named": "foxes"}).codes == ["not_understood"]
    assert program.ask("POST", "/models", {"named": "a/b", "provider": "no"}).codes == ["not_understood"]
    assert program.ask("DELETE", f"/models/{ink.address}").codes == ["not_own"]
