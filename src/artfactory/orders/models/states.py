"""The states of a Generation, and what a person may decide where production cannot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SUBMITTING = "submitting", _("being sent")
    QUEUED = "queued", _("in the queue")
    RUNNING = "running", _("running")
    COLLECTING = "collecting", _("being collected")
    SUCCEEDED = "succeeded", _("done")
    FAILED = "failed", _("failed")
    BLOCKED = "blocked", _("blocked")
    CANCELED = "canceled", _("canceled")
    UNKNOWN = "unknown", _("unknown")


IN_FLIGHT = (Status.SUBMITTING, Status.QUEUED, Status.RUNNING, Status.COLLECTING)
ACCEPTED = (Status.QUEUED, Status.RUNNING, Status.COLLECTING)
UNSETTLED = (Status.SUBMITTING, Status.UNKNOWN)  # nobody knows yet whether it was accepted
ENDED = (Status.SUCCEEDED, Status.FAILED, Status.BLOCKED, Status.CANCELED)
SET_ASIDE = "set_aside"  # code of the problem of a Generation that went down with us three times
NOT_FETCHED = "not_fetched"  # of one that was made, and whose files could not be fetched
BUDGET = "budget"  # of one that waits because a Budget does not reach so far
TICKET_KEPT = (SET_ASIDE, NOT_FETCHED)  # accepted long ago: to try again is to go on, nothing is sent


class Resolution(models.TextChoices):
    """What a person may decide about a Generation whose outcome is unknown."""

    LOOK_AGAIN = "look_again", _("Look again")
    SEND_AGAIN = "send_again", _("Send again")
    GIVE_UP = "give_up", _("Give up")
