from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.api.conftest import Make, Program
from tests.cast import Place

from artfactory.engine.models import Event
from artfactory.projects.models import Project


def test_a_product_carries_everything_about_its_making(program: Program, place: Place, make: Make) -> None:
    order = place("a red fox", parameters={"steps": 8, "seed": 2**32 - 1})
    generation = order.generations.get()
    said = program.get(f"/products/{make(generation=generation).pk}").body
    assert said["prompt"] == said["template"] == "a red fox"
    assert said["parameters"] == {"steps": 8, "seed": 2**32 - 1}
    assert said["seed"] == str(2**32 - 1)
    assert (said["order"], said["generation"]) == (str(order.pk), str(generation.pk))
    assert (said["model"], said["source"], said["kind"]) == ("studio:ink", "order", "image")
    assert (said["width"], said["height"], said["sha256"]) == (3, 2, "f" * 64)
    assert (said["tags"], said["collections"], said["inputs"]) == ([], [], [])
    assert "duration" not in said


def test_products_are_chosen_by_filters_and_sorted(program: Program, place: Place, make: Make) -> None:
    order = place()
    fox = make(generation=order.generations.get())
    film = make(kind="video", duration=2.5)
    hidden = make(liked=True, project=Project.named("Bears"))
    assert _ids(program, "") == [hidden.pk, film.pk, fox.pk]
    assert _ids(program, "?sort=created") == [fox.pk, film.pk, hidden.pk]
    assert _ids(program, f"?order={order.pk}") == [fox.pk]
    assert _ids(program, f"?project={film.project_id}") == [film.pk, fox.pk]
    assert _ids(program, "?kind=video") == [film.pk]
    assert _ids(program, "?liked=true") == [hidden.pk]
    assert _ids(program, "?liked=false&kind=image") == [fox.pk]
    assert _ids(program, "?project=bears") == []


@pytest.mark.parametrize("query", ["kind=film", "liked=perhaps", "sort=size", "rating_min=3", "projct=1"])
def test_a_filter_that_is_not_understood_is_refused_and_never_ignored(program: Program, query: str) -> None:
    assert program.get(f"/products?{query}").status == 422
    assert program.get(f"/products/1/neighbors?{query}").status == 422


def test_a_person_says_what_they_think_of_it(program: Program, make: Make) -> None:
    path = f"/products/{make().pk}"
    Project.named("Bears")
    said = {"liked": True, "rating": 5, "title": "The fox", "note": "Print it"}
    changed = program.patch(path, said | {"project": "Bears"}).body
    assert {name: changed[name] for name in said} == said
    assert program.get(path).body == changed
    assert program.get(f"/projects/{changed['project']}").body["name"] == "Bears"
    assert program.patch(path, {}).body == changed
    assert program.patch(path, {"liked": False}).body == changed | {"liked": False}
    assert Event.objects.filter(kind="product").count() == 3


@pytest.mark.parametrize(
    "body",
    [
        {"rating": 6},
        {"rating": -1},
        {"rating": "5"},
        {"liked": None},
        {"liked": 1},
        {"title": "x" * 201},
        {"title": "\0"},
        {"note": "\ud800"},
        {"project": "nobody’s"},
        {"project": ""},
        {"tags": ["red"]},
        {"width": 5},
    ],
)
def test_what_cannot_be_said_of_a_product_changes_nothing(
    program: Program, make: Make, body: dict[str, object]
) -> None:
    path = f"/products/{make().pk}"
    before = program.get(path).body
    assert program.patch(path, body).status == 422
    assert program.get(path).body == before


def test_neighbors_follow_the_same_filters_and_order(program: Program, make: Make) -> None:
    old, film, new = make(), make(kind="video"), make()
    path = f"/products/{film.pk}/neighbors"
    assert program.get(path).body == {"previous": str(new.pk), "next": str(old.pk)}
    assert program.get(f"{path}?sort=created").body == {"previous": str(old.pk), "next": str(new.pk)}
    assert program.get(f"{path}?kind=video").body == {"previous": None, "next": None}
    assert program.get(f"/products/{new.pk}/neighbors?kind=image").body["next"] == str(old.pk)


def test_pages_stay_what_they_were_while_new_products_arrive(program: Program, make: Make) -> None:
    made = [make().pk for _ in range(5)]
    first = program.get("/products?limit=2").body
    make()
    second = program.get(f"/products?limit=2&cursor={first['next_cursor']}").body
    third = program.get(f"/products?limit=2&cursor={second['next_cursor']}").body
    seen = [int(each["id"]) for page in (first, second, third) for each in page["items"]]
    assert seen == made[::-1]
    assert third["next_cursor"] is None
    assert [first["total"], second["total"]] == [5, 6]


def test_a_page_of_products_asks_the_database_as_often_as_one(
    program: Program, place: Place, make: Make, django_assert_max_num_queries: object
) -> None:
    for generation in place(copies=10).generations.all():
        make(generation=generation)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(program.get("/products").body["items"]) == 10


def test_a_range_that_lies_outside_is_refused_in_the_words_of_the_api(
    program: Program, make: Make, settings: Settings, tmp_path: Path
) -> None:
    product, settings.MEDIA_FOLDER = make(), tmp_path
    path = tmp_path / product.asset.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"abc")
    refused = program.ask("GET", f"/products/{product.pk}/file", Range="bytes=9-")
    assert (refused.status, refused.codes) == (416, ["range_outside"])
    assert refused.headers["Content-Range"] == "bytes */3"


def test_a_product_without_its_file_says_so(program: Program, make: Make) -> None:
    assert program.get(f"/products/{make().pk}/file").codes == ["not_found"]
    assert program.get("/products/99/file").codes == ["not_found"]
    assert program.get("/products/99/thumbnail").codes == ["not_found"]


def _ids(program: Program, query: str) -> list[int]:
    return [int(each["id"]) for each in program.get(f"/products{query}").body["items"]]
