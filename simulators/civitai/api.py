"""Workflows over HTTP: submit, estimate, look at, list, change, delete."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from simulators import acting
from simulators.civitai import requests, words
from simulators.civitai.answers import Answers
from simulators.civitai.blobs import Blobs
from simulators.civitai.keys import Keys, has_no_buzz, key_of
from simulators.civitai.listing import page
from simulators.civitai.requests import Asked, flag
from simulators.civitai.webhooks import Webhooks
from simulators.civitai.workflows import Workflow, Workflows
from simulators.fal.reading import json_object
from simulators.stage import Stage

HERE = "/v2/consumer/workflows"
JOB_RULES = ("blocked", "model_failure", "invalid_input", "infrastructure")
GLANCE = 0.1  # seconds between two looks at what is waited for


class Api:
    def __init__(
        self, stage: Stage, *, keys: Keys, workflows: Workflows, blobs: Blobs, webhooks: Webhooks
    ) -> None:
        self._stage = stage
        self._keys = keys
        self._workflows = workflows
        self._blobs = blobs
        self._webhooks = webhooks
        self._answers = Answers(stage)

    def routes(self) -> list[web.RouteDef]:
        one = HERE + "/{id}"
        return [
            web.post(HERE, self.submit),
            web.get(HERE, self.listed),
            web.get(one, self.get),
            web.put(one, self.update),
            web.patch(one, self.patch),
            web.delete(one, self.delete),
            web.post(one + "/tags", self.tag),
            web.delete(one + "/tags/{tag}", self.untag),
            web.delete(one + "/tags", self.untag),
            web.get(one + "/steps/{step}", self.step),
            web.put(one + "/steps/{step}", self.note),
            web.patch(one + "/steps/{step}", self.patch_note),
            web.post("/v2/consumer/recipes/{step}", self.cook),
        ]

    async def submit(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        template = await json_object(request)
        if refused is not None or template is None:
            return refused or words.invalid({"$": ["The body is no JSON object."]})
        waits = request.query.get("wait", "0") != "0"
        asked = requests.read(template, strict=self._stage.configuration.strict, waits=waits)
        if not isinstance(asked, Asked) or asked.errors:
            return words.invalid(asked.errors if isinstance(asked, Asked) else asked)
        if flag(request, "whatif"):
            return self._estimated(request, asked)
        return await self._submitted(request, asked)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        try:
            found, following = page(self._workflows.all(), request.query, now=self._stage.clock.now())
        except ValueError:
            return words.invalid({"fromDate": ["The value is not valid."]})
        hides = flag(request, "hideMatureContent", usual=True)
        items = [self._told(each, request, hides_mature=hides) for each in found]
        return web.json_response({"items": items, **({"next": following} if following else {})})

    async def get(self, request: web.Request) -> web.StreamResponse:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        self._spoil(found, request)
        try:
            await self._waited(
                found, requests.seconds(request), change=request.query.get("until") == "change"
            )
        except ValueError:
            return words.invalid({"wait": ["The value is not valid."]})
        return self._answer(found, request)

    async def update(self, request: web.Request) -> web.StreamResponse:
        """Answered with nothing by older servers, with the whole of it by newer ones.

        With `whatif` nothing changes, and it tells what it would cost.
        """
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        asked = await json_object(request) or {}
        if flag(request, "whatif"):
            return web.json_response(self._told(found, request))
        if asked.get("status") not in (None, "canceled"):
            return words.invalid({"status": ["The value is not valid."]})
        if asked.get("status") == "canceled":
            if found.is_over(self._stage.clock.now()):
                return words.problem(409, "The workflow is over.")
            self._workflows.cancel(found)
        found.metadata = asked.get("metadata") or found.metadata
        if self._stage.configuration.answers_changes:
            return web.json_response(self._told(found, request))
        return web.Response(status=204)

    async def patch(self, request: web.Request) -> web.StreamResponse:
        """RFC 6902, as far as the state and the notes of a workflow go."""
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        for each in await request.json(loads=_patch):
            if each.get("path") == "/status" and each.get("value") == "canceled":
                self._workflows.cancel(found)
            _note(found.metadata, each)
        return web.Response(status=204)

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """No list shows it any more."""
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        self._workflows.cancel(found)
        found.deleted_at = self._stage.clock.now()
        return web.Response(status=204)

    async def tag(self, request: web.Request) -> web.StreamResponse:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        found.tags = [*dict.fromkeys([*found.tags, str(await request.json())])]
        return web.Response(status=204)

    async def untag(self, request: web.Request) -> web.StreamResponse:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        named = request.match_info.get("tag")
        found.tags = [tag for tag in found.tags if named is not None and tag != named]
        return web.Response(status=204)

    async def step(self, request: web.Request) -> web.StreamResponse:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        (told,) = self._told(found, request)["steps"]
        named = request.match_info["step"] == told["name"]
        return web.json_response(told) if named else words.not_found()

    async def note(self, request: web.Request) -> web.StreamResponse:
        """Only what somebody notes about a step can be changed."""
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        found.step["metadata"] = (await json_object(request) or {}).get("metadata") or {}
        return web.Response(status=204)

    async def patch_note(self, request: web.Request) -> web.StreamResponse:
        found = self._found(request)
        if isinstance(found, web.Response):
            return found
        notes = found.step.setdefault("metadata", {})
        for each in await request.json(loads=_patch):
            _note(notes, each)
        return web.Response(status=204)

    async def cook(self, request: web.Request) -> web.StreamResponse:
        """One step alone, waited for; it answers with the output and nothing around it."""
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        step = {"$type": request.match_info["step"], "input": await json_object(request) or {}}
        asked = requests.read({"steps": [step]}, strict=self._stage.configuration.strict)
        if not isinstance(asked, Asked) or asked.errors:
            return words.invalid(asked.errors if isinstance(asked, Asked) else asked)
        made = self._drawn_up(request, asked)
        if flag(request, "whatif"):
            estimate = self._answers.workflow(made, host=request.host, estimate=True)
            return web.json_response(estimate["steps"][0]["output"])
        self._workflows.accept(made)
        await self._waited(made, made.ends_at - made.accepted_at + GLANCE)
        return web.json_response(self._told(made, request)["steps"][0].get("output", {}))

    def _estimated(self, request: web.Request, asked: Asked) -> web.Response:
        """Never refused for want of Buzz, and claims no key."""
        drawn = self._drawn_up(request, asked)
        told = self._answers.workflow(drawn, host=request.host, estimate=True)
        told["transactions"]["insufficientBuzz"] = not self._covers(request, drawn)
        return web.json_response(told)

    async def _submitted(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        known = self._workflows.by_external(str(asked.template.get("externalId") or ""))
        if known is not None:
            return self._answer(known, request)
        drawn = self._drawn_up(request, asked)
        if not self._covers(request, drawn):
            return words.no_buzz(as_object=has_no_buzz(request))
        if self._blobs.misses(drawn.input):
            drawn.script = "gone_input"
        self._workflows.accept(drawn)
        self._webhooks.expect(drawn)
        await self._waited(drawn, requests.seconds(request))
        return self._answer(drawn, request)

    def _drawn_up(self, request: web.Request, asked: Asked) -> Workflow:
        rule = request.get(acting.RULE)
        ruled = rule is not None and rule.what in JOB_RULES
        script = rule.what if rule is not None and ruled else requests.script(asked)
        return self._workflows.drawn_up(
            asked.template, asked.recipe, key_ends=key_of(request)[-4:], script=script
        )

    def _covers(self, request: web.Request, workflow: Workflow) -> bool:
        left = self._stage.configuration.buzz - self._workflows.spent()
        return not has_no_buzz(request) and workflow.price <= left

    def _found(self, request: web.Request) -> Workflow | web.Response:
        refused = self._keys.refusal(request)
        if refused is not None:
            return refused
        return self._workflows.find(request.match_info["id"]) or words.not_found()

    async def _waited(self, workflow: Workflow, wait: float, *, change: bool = False) -> None:
        """Until it is over, or differs, or that many seconds have passed."""
        until = self._stage.clock.now() + wait
        before = workflow.state(self._stage.clock.now())
        while (now := self._stage.clock.now()) < until and not workflow.is_over(now):
            if change and workflow.state(now) != before:
                return
            await asyncio.sleep(max(min(until - now, workflow.ends_at - now, GLANCE), 0.001))

    def _answer(self, workflow: Workflow, request: web.Request) -> web.Response:
        status = 200 if workflow.is_over(self._stage.clock.now()) else 202
        hides = flag(request, "hideMatureContent")
        return web.json_response(self._told(workflow, request, hides_mature=hides), status=status)

    def _told(
        self, workflow: Workflow, request: web.Request, *, hides_mature: bool = False
    ) -> dict[str, Any]:
        return self._answers.workflow(workflow, host=self._host(request), hides_mature=hides_mature)

    def _spoil(self, workflow: Workflow, request: web.Request) -> None:
        """What a rule says about a result."""
        rule = request.get(acting.RULE)
        if rule is not None and rule.what in JOB_RULES:
            workflow.script = rule.what
        if rule is not None and rule.what == "expired":
            workflow.wiped = True

    def _host(self, request: web.Request) -> str:
        """Our own name, unless a fault says that the addresses of an answer name somebody else."""
        rule = request.get(acting.RULE)
        if rule is None or rule.what != "foreign_urls":
            return request.host
        return urlsplit(rule.to or self._stage.elsewhere).netloc


def _patch(text: str) -> list[dict[str, Any]]:
    read = json.loads(text)
    return [each for each in read if isinstance(each, dict)] if isinstance(read, list) else []


def _note(notes: dict[str, Any], change: dict[str, Any]) -> None:
    """What is put below `/metadata`, or taken away there."""
    place, below, name = str(change.get("path", "")).partition("/metadata/")
    if place or not below:
        return
    if change.get("op") == "remove":
        notes.pop(name, None)
    else:
        notes[name] = change.get("value")
