from __future__ import annotations

import pytest

from artfactory.config.environment import ADDRESSES, BadSetting, read_environment


def refusal(**environ: str) -> str:
    with pytest.raises(BadSetting) as refused:
        read_environment(environ)
    return str(refused.value)


def test_nothing_set_is_understood() -> None:
    environment = read_environment({})
    assert environment.database_url.startswith("sqlite:///")
    assert dict(environment.addresses) == ADDRESSES
    assert environment.plugins


def test_the_database_lies_in_the_library() -> None:
    assert read_environment({"ARTFACTORY_HOME": "/a"}).database_url == "sqlite:////a/artfactory.sqlite3"


def test_an_unknown_name_is_refused_by_its_name() -> None:
    assert "ARTFACTORY_HOEM" in refusal(ARTFACTORY_HOEM="/a")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARTFACTORY_HOME", "relative/folder"),
        ("ARTFACTORY_HOME", "/etc/hostname"),
        ("ARTFACTORY_TOKEN", "short"),
        ("ARTFACTORY_TOKEN", "sixteen or more but with spaces"),
        ("ARTFACTORY_PLUGINS", "yes"),
        ("ARTFACTORY_TRUSTED_HOSTS", "127.0.0.1"),
        ("ARTFACTORY_TRUSTED_HOSTS", "http://127.0.0.1:80"),
        ("ARTFACTORY_FAL_QUEUE_URL", "http://queue.example"),
        ("ARTFACTORY_FAL_QUEUE_URL", "https://key@queue.example"),
        ("ARTFACTORY_CIVITAI_URL", "https://host:99999"),
        ("ARTFACTORY_REPLICATE_URL", "ftp://127.0.0.1"),
        ("DATABASE_URL", "mysql://somewhere"),
    ],
)
def test_a_value_that_cannot_be_understood_is_refused_in_one_line(name: str, value: str) -> None:
    said = refusal(**{name: value})
    assert name in said
    assert "\n" not in said


def test_http_is_taken_on_loopback() -> None:
    environment = read_environment({"ARTFACTORY_FAL_QUEUE_URL": "http://127.0.0.1:9001/"})
    assert environment.addresses["ARTFACTORY_FAL_QUEUE_URL"] == "http://127.0.0.1:9001"


def test_trusted_hosts_are_a_list() -> None:
    hosts = read_environment({"ARTFACTORY_TRUSTED_HOSTS": "127.0.0.1:9001, [::1]:80"}).trusted_hosts
    assert hosts == ("127.0.0.1:9001", "[::1]:80")
