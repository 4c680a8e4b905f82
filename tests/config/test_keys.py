from __future__ import annotations

import pytest

from artfactory.config.environment import BadSetting, read_environment, take_keys


def test_keys_are_taken_out_of_the_environment() -> None:
    environ = {"FAL_KEY": " id:secret\n", "REPLICATE_API_TOKEN": "", "PATH": "/bin"}
    assert take_keys(environ) == {"FAL_KEY": "id:secret"}
    assert environ == {"PATH": "/bin"}


@pytest.mark.parametrize("value", ["two words", "new\nline", "k" * 2001, "schlüssel"])
def test_what_cannot_be_a_key_stops_the_start_without_being_repeated(value: str) -> None:
    with pytest.raises(BadSetting, match="FAL_KEY") as refused:
        read_environment({"FAL_KEY": value})
    assert value not in str(refused.value)


def test_an_environment_shows_no_secret_of_itself() -> None:
    shown = repr(read_environment({"ARTFACTORY_TOKEN": "token-of-sixteen-signs"}))
    assert "token-of-sixteen" not in shown
