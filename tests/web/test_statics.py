from __future__ import annotations

from tests.web.house import House
from tests.web.visitor import Visitor


def test_static_files_need_no_session_and_may_be_kept_forever(house: House, stranger: Visitor) -> None:
    for name, kind in {
        "web/css/app.css": "text/css",
        "web/icons/mark.svg": "image/svg+xml",
        "django_htmx/htmx-2.min.js": "text/javascript",
    }.items():
        reply = stranger.ask("GET", house.static(name))
        assert reply.status == 200, name
        assert reply.headers.get_content_type() == kind
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert len(reply.body) == int(reply.headers["Content-Length"]) > 0
        assert not reply.sets_cookie


def test_a_known_static_file_is_not_sent_again(house: House, stranger: Visitor) -> None:
    path = house.static("web/icons/mark.svg")
    etag = stranger.ask("GET", path).headers["ETag"]
    again = stranger.ask("GET", path, {"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")


def test_the_head_of_a_static_file_says_what_its_body_would(house: House, stranger: Visitor) -> None:
    path = house.static("web/icons/mark.svg")
    whole, head = stranger.ask("GET", path), stranger.ask("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_a_static_address_leads_to_static_files_only(house: House, stranger: Visitor) -> None:
    root = house.static("")
    for path in (
        root,
        f"{root}web",
        f"{root}web/",
        f"{root}../../settings.py",
        f"{root}web/../../apps.py",
        f"{root}%2e%2e/apps.py",
        f"{root}..%2fapps.py",
        f"{root}%00",
        f"{root}/etc/passwd",
        "/static/",
        "/static/0000/web/icons/mark.svg",
        "/static/web/icons/mark.svg",
    ):
        reply = stranger.ask("GET", path)
        assert (reply.status, reply.headers["Cache-Control"]) == (404, "no-store"), path


def test_static_files_can_only_be_read(house: House, stranger: Visitor) -> None:
    reply = stranger.ask("POST", house.static("web/icons/mark.svg"))
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_all_rules_come_in_one_sheet_each_in_its_layer(house: House, stranger: Visitor) -> None:
    sheet = stranger.ask("GET", house.static("web/css/app.css")).body.decode()
    assert "@import" not in sheet
    for name, layer in {"tokens": "tokens", "tile": "components", "page-viewer": "pages"}.items():
        rules = stranger.ask("GET", house.static(f"web/css/{name}.css")).body.decode()
        assert f"@layer {layer} {{\n{rules}}}" in sheet
