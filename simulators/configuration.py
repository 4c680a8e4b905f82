"""How the simulated Providers behave when nothing goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Configuration:
    job_seconds: float = 0.2
    queue_seconds: float = 0.0
    width: int | None = None  # of every picture and film, whatever was asked for
    height: int | None = None
    history_lag: tuple[float, float] = (0.0, 0.0)  # seconds until a job is listed, at least and at most
    concurrency: int = 0  # jobs in progress at once, the others wait; 0 is no limit
    stops_running: bool = False  # a cancel ends what is in progress too
    stores_payloads: bool = True  # the account keeps requests and results for 30 days
    credit: float = 1000.0  # US dollars, before anything was made
    buzz: int = 100_000  # at Civitai, before anything was made
    strict: bool = False  # Civitai refuses inputs that it does not know, instead of dropping them
    says_moved: int = 301  # how Civitai leads from a blob to its content; its specification says 308
    answers_changes: bool = True  # Civitai answers a change with the workflow; it used to with nothing
    tells_jobs: bool = True  # Civitai names the jobs of a step; newer servers do not
    creates_per_minute: int = 0  # at Replicate, by an account with little credit; 0 is no limit
    requests_per_minute: int = 0  # at Civitai; 0 is no limit
    tells_pace: bool = True  # Replicate says truly how many creations are left; else as if there were plenty
    upload_seconds: float = 3600.0  # how long an uploaded input lies there
    hidden_models: tuple[str, ...] = ()  # endpoints that fal's catalogue lists no more
    more_models: int = 0  # that fal's catalogue lists beside those it always has
    seed: int = 0  # of everything that is left to chance

    def changed(self, facts: Mapping[str, Any]) -> Configuration:
        """Raises ValueError for a name that it does not have, or a value that it cannot use."""
        unknown = set(facts) - {each.name for each in fields(self)}
        if unknown:
            raise ValueError(f"not a setting: {', '.join(sorted(unknown))}")
        settled = dict(facts)
        if "history_lag" in settled:
            least, most = settled["history_lag"]
            settled["history_lag"] = (float(least), float(most))
        settled["hidden_models"] = tuple(settled.get("hidden_models", self.hidden_models))
        return replace(self, **settled)
