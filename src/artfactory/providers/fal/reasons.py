"""A model's own errors and those of fal.ai's machines, by the types it documents, in words for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from artfactory.providers.answers import Answer
from artfactory.providers.errors import Blocked, Failed, InputGone, ProviderError, Rejected
from artfactory.providers.fal.offers import canonical, title

# With what it says in `ctx`.
WRONG = {
    "greater_than": "must be more than {gt}.",
    "greater_than_equal": "must be at least {ge}.",
    "less_than": "must be less than {lt}.",
    "less_than_equal": "must be at most {le}.",
    "multiple_of": "must be a multiple of {multiple_of}.",
    "sequence_too_short": "must be at least {min_length} long.",
    "sequence_too_long": "must be at most {max_length} long.",
    "string_too_short": "must be at least {min_length} characters long.",
    "string_too_long": "must be at most {max_length} characters long.",
    "string_type": "must be text.",
    "integer_type": "must be a whole number.",
    "number_type": "must be a number.",
    "boolean_type": "must be true or false.",
    "one_of": "must be one of {expected}.",
    "missing": "is missing.",
    "value_error.missing": "is missing.",
    "image_too_small": "must be at least {min_width} × {min_height} pixels.",
    "image_too_large": "must be at most {max_width} × {max_height} pixels.",
    "image_load_error": "is no picture that could be read.",
    "file_download_error": "could not be fetched by fal.ai.",
    "face_detection_error": "shows no face that could be found.",
    "file_too_large": "is too large; at most {max_size} bytes are taken.",
    "feature_not_supported": "is not possible with these settings.",
    "audio_duration_too_long": "must be at most {max_duration} seconds long.",
    "audio_duration_too_short": "must be at least {min_duration} seconds long.",
    "video_duration_too_long": "is too long.",
    "video_duration_too_short": "is too short.",
    "unsupported_audio_format": "must be one of {supported_formats}.",
    "unsupported_image_format": "must be one of {supported_formats}.",
    "unsupported_video_format": "must be one of {supported_formats}.",
}
BROKEN = {
    "internal_server_error": "The model failed at fal.ai.",
    "generation_timeout": "The model took too long at fal.ai and was ended.",
    "downstream_service_error": "A service behind the model refused it or failed.",
    "downstream_service_unavailable": "A service behind the model could not be reached.",
    "no_media_generated": "The model finished without making anything.",
    "request_timeout": "fal.ai did not get to it in time.",
    "startup_timeout": "No machine of fal.ai started in time.",
    "runner_scheduling_failure": "fal.ai found no machine for it.",
    "client_disconnected": "The connection within fal.ai ended too early.",
}
UNFETCHED = "file_download_error"
BLOCKED = "content_policy_violation"
OTHERWISE = "It failed at fal.ai."


def of_model(answer: Answer) -> ProviderError | None:
    """The first error that the model names; None where it names none in the documented form."""
    detail = answer.fields.get("detail")
    first = detail[0] if isinstance(detail, list) and detail else None
    if not isinstance(first, dict):
        return None
    kind = str(first.get("type", ""))
    if kind == BLOCKED:
        return Blocked("fal.ai refused the content.", details=answer.text)
    if kind in BROKEN or answer.status >= 500:
        return Failed(in_words(kind), details=answer.text)
    return _wrong(first, kind=kind, details=answer.text)


def in_words(kind: str) -> str:
    if kind.startswith("runner_"):
        return BROKEN.get(kind, "The machine of fal.ai that worked on it failed.")
    return BROKEN.get(kind, OTHERWISE)


def _wrong(first: Mapping[str, Any], *, kind: str, details: str) -> Rejected:
    native = _field(first.get("loc"))
    about = first.get("ctx")
    words = WRONG.get(kind, "was refused.").format_map(_Said(about if isinstance(about, dict) else {}))
    kinds = {UNFETCHED: (InputGone, "A file that it starts from")}
    error, otherwise = kinds.get(kind, (Rejected, "The request"))
    subject = title(native) if native else otherwise
    return error(f"{subject} {words}"[:300], field=canonical(native), details=details)


def _field(place: Any) -> str:
    """The parameter itself, also where only a part of it is wrong: ["body", "image_size", "width"]."""
    names = [name for name in place if isinstance(name, str)] if isinstance(place, list) else []
    return next((name for name in names if name not in ("body", "query")), "")


class _Said(defaultdict[str, str]):
    """What `ctx` says, flat and short; what it leaves out is an ellipsis."""

    def __init__(self, about: Mapping[str, Any]) -> None:
        super().__init__(lambda: "…", {name: _flat(value) for name, value in about.items()})


def _flat(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(text.split())[:120]
