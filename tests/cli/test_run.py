from __future__ import annotations

import json
import re
import socket
import stat

from tests.cli.household import Household, Instance


def test_the_ready_line_opens_the_pages(running: Instance) -> None:
    entered = running.get(f"/enter/{running.code}")
    assert entered.status == 200
    assert "artfactory_session" in entered.headers["Set-Cookie"]


def test_it_says_that_it_is_healthy(running: Instance) -> None:
    assert json.loads(running.get("/api/v1/health").body)["status"] == "ok"


def test_the_halves_can_be_told_apart_by_their_command_lines(running: Instance) -> None:
    assert running.child("web") and running.child("worker")
    assert running.child("web") != running.child("worker")


def test_a_second_run_is_refused_with_the_address_of_the_first(running: Instance) -> None:
    assert running.address in running.household.refusal("run", "--port", "0")
    assert running.get("/api/v1/health").status == 200


def test_open_prints_a_fresh_way_in(running: Instance) -> None:
    first, second = (running.household.command("open").stdout.strip() for _ in range(2))
    assert first != second
    for address in (first, second):
        assert address.startswith(f"{running.address}/enter/")
        assert running.get(address.removeprefix(running.address)).status == 200


def test_a_code_opens_once(running: Instance) -> None:
    path = running.household.command("open").stdout.strip().removeprefix(running.address)
    assert [running.get(path).status for _ in range(2)][1] in {403, 404, 410}


def test_the_token_opens_the_api(running: Instance) -> None:
    token = running.household.command("token").stdout.strip()
    assert running.get("/api/v1/models").status == 401
    assert running.get("/api/v1/models", Authorization=f"Bearer {token}").status == 200


def test_nothing_in_the_library_is_readable_by_others(running: Instance) -> None:
    library = running.household.library
    for path in (library, *library.rglob("*")):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_a_taken_port_is_refused_with_what_to_do(household: Household) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = household.refusal("run", "--no-browser", "--port", str(port))
    assert str(port) in line and "--port 0" in line


def test_an_address_that_others_could_reach_is_refused(untouched: Household) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.7", "example.org"):
        assert host in untouched.refusal("run", "--host", host)
    assert not untouched.library.exists()


def test_it_can_be_told_to_stop_and_started_again(household: Household) -> None:
    for _ in range(2):
        assert household.run().stop() == 0
    assert not (household.library / "run" / "address.json").exists()


def test_nothing_but_the_ready_line_is_printed(untouched: Household) -> None:
    instance = untouched.run()
    instance.process.terminate()
    rest, errors = instance.process.communicate(timeout=30)
    assert (rest, errors) == ("", "")


def test_open_without_an_instance_says_how_to_start_one(household: Household) -> None:
    assert "artfactory run" in household.refusal("open")


def test_a_half_runs_apart(household: Household) -> None:
    web = household.started("web", "--port", "0")
    try:
        assert web.stdout
        found = re.search(r"(http://127\.0\.0\.1:\d+)/enter/", web.stdout.readline())
        assert found
        instance = Instance(household, web, found[1], "")
        assert instance.get("/api/v1/health").status == 200
    finally:
        web.terminate()
        web.communicate(timeout=30)
