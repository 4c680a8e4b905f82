from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from tests.web.house import House
from tests.web.visitor import Reply, Visitor


def test_a_code_opens_the_door_with_a_cookie_that_only_this_port_and_site_can_use(
    house: House, stranger: Visitor
) -> None:
    reply = stranger.ask("GET", f"/enter/{house.new_code()}")
    name, *facts = [part.strip() for part in reply.headers["Set-Cookie"].split(";")]
    assert name.startswith(f"artfactory_session_{house.port}=")
    assert {"HttpOnly", "Path=/", "SameSite=Strict", f"Max-Age={30 * 24 * 3600}"} <= set(facts)
    assert not any(fact.startswith("Domain") for fact in facts)
    assert reply.headers.get_all("Set-Cookie") == [reply.headers["Set-Cookie"]]


def test_the_entry_page_goes_on_by_itself_and_tells_nobody_the_code(house: House, stranger: Visitor) -> None:
    reply = stranger.ask("GET", f"/enter/{house.new_code()}")
    assert b'http-equiv="refresh" content="0; url=/"' in reply.body
    assert b'href="/"' in reply.body
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_code_opens_the_door_once(house: House, stranger: Visitor) -> None:
    code = house.new_code()
    stranger.ask("GET", f"/enter/{code}")
    again = stranger.ask("GET", f"/enter/{code}")
    assert again.status == 403
    assert not again.sets_cookie
    assert b"artfactory open" in again.body


def test_of_many_who_use_a_code_at_once_one_comes_in(house: House, stranger: Visitor) -> None:
    path = f"/enter/{house.new_code()}"
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: stranger.ask("GET", path), range(8)))
    assert sorted(reply.status for reply in replies) == [200, *[403] * 7]
    assert sum(reply.sets_cookie for reply in replies) == 1


def test_an_unknown_code_opens_nothing(stranger: Visitor) -> None:
    for code in ("x", "a" * 43, "..%2F..%2Fartfactory.sqlite3", "%00", "%F0%9F%A6%8A"):
        reply = stranger.ask("GET", f"/enter/{code}")
        assert reply.status in {403, 404}
        assert not reply.sets_cookie


def test_looking_ahead_does_not_use_the_code_up(house: House, stranger: Visitor) -> None:
    path = f"/enter/{house.new_code()}"
    ahead: list[Reply] = [
        stranger.ask("HEAD", path),
        stranger.ask("OPTIONS", path),
        stranger.ask("POST", path),
        stranger.ask("GET", path, {"Sec-Purpose": "prefetch"}),
        stranger.ask("GET", path, {"Sec-Purpose": "prefetch;prerender"}),
        stranger.ask("GET", path, {"Purpose": "prefetch"}),
        stranger.ask("GET", path, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}),
    ]
    assert not any(reply.sets_cookie for reply in ahead)
    assert stranger.ask("GET", path).sets_cookie


def test_a_code_is_found_neither_in_logs_nor_on_disk(house: House, stranger: Visitor) -> None:
    code = house.new_code()
    for method in ("HEAD", "GET", "GET"):
        stranger.ask(method, f"/enter/{code}")
    assert code.encode() not in house.output
    for path in house.folder.rglob("*"):
        assert code not in path.name
        assert "media" in path.parts or path.is_dir() or code.encode() not in path.read_bytes()


def test_a_visit_survives_a_restart(house: House, owner: Visitor) -> None:
    house.close_doors()
    house.open_doors()
    assert owner.ask("GET", "/orders/new/").status != 403


def test_entering_again_ends_the_cookie_known_before(house: House) -> None:
    before = Visitor(house.port, cookie=_cookie(Visitor(house.port), house.new_code()))
    after = Visitor(house.port, cookie=_cookie(before, house.new_code()))
    assert before.ask("GET", "/").status == 403
    assert after.ask("GET", "/").status != 403


def test_secrets_and_library_are_for_their_owner_alone(house: House, program: Visitor) -> None:
    house.new_code()
    open_to_others = [path for path in house.folder.rglob("*") if stat.S_IMODE(path.lstat().st_mode) & 0o077]
    assert [path for path in open_to_others if path.name != "output"] == []
    assert (house.folder / "secrets" / "api-token").read_text() == program.token


def _cookie(visitor: Visitor, code: str) -> str:
    return visitor.ask("GET", f"/enter/{code}").headers["Set-Cookie"].partition(";")[0]


def test_a_copy_of_the_database_opens_no_door(house: House, owner: Visitor) -> None:
    with closing(sqlite3.connect(house.library / "artfactory.sqlite3")) as database:
        keys = [key for (key,) in database.execute("SELECT session_key FROM django_session")]
    assert keys
    for key in keys:
        thief = Visitor(house.port, cookie=f"artfactory_session_{house.port}={key}")
        assert thief.ask("GET", "/orders/new/").status == 403
    assert owner.ask("GET", "/orders/new/").status == 200


def test_codes_of_an_earlier_instance_can_be_forgotten(house: House, stranger: Visitor) -> None:
    code = house.new_code()
    house.run("from artfactory.web.entry import forget_codes; forget_codes()")
    house.codes.clear()
    assert stranger.ask("GET", f"/enter/{code}").status == 403
