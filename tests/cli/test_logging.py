"""What a process of ours writes into its log."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.household import PATIENCE, Household

SECRET = "sentinel-one-two-three"
PROGRAM = f"""
import logging, threading, django
from django.conf import settings
from artfactory.cli.folders import prepare_folders
from artfactory.cli.library import load
from artfactory.cli.mishaps import record
prepare_folders(); load(log="web")
settings.KNOWN_SECRETS.add("{SECRET}")
logging.getLogger("django.request").error("in an argument %s", "{SECRET}")
logging.getLogger("aiohttp.client").info("an address that is not written")
try:
    raise RuntimeError("in an error {SECRET}")
except RuntimeError as error:
    logging.getLogger("x").exception("with its traceback")
    print(record(error))
thread = threading.Thread(target=lambda: [][int(len("{SECRET}"))])
thread.start(); thread.join()
"""


def test_no_log_and_no_line_for_people_carries_a_secret(household: Household) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=household.environment | {"DJANGO_SETTINGS_MODULE": "artfactory.config.settings"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0 and "Something went wrong" in done.stdout, done
    logs = {path.name: path.read_text() for path in (household.library / "logs").iterdir()}
    assert "in an argument [hidden]" in logs["web.log"] and "IndexError" in logs["web.log"]
    assert "not written" not in logs["web.log"]
    assert "RuntimeError: in an error [hidden]" in logs["cli.log"]
    for text in (*logs.values(), done.stdout, done.stderr):
        assert "sentinel-one" not in text.replace('"sentinel-one', "")
