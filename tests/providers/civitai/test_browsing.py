"""Looking through the weights that people share at Civitai, and ordering with a checkpoint found there."""

from __future__ import annotations

import pytest
from simulators.running import Simulators
from tests.providers.civitai.shapes import KEY, job, named
from tests.providers.fal.exchange import Rehearsed, Reply

from artfactory.providers.base import Browses, Resource, Wish
from artfactory.providers.civitai import Civitai
from artfactory.providers.contract import assert_is_well_formed, done
from artfactory.providers.errors import Gone, Misread, ProviderError, Rejected, Unavailable

MODELS, VERSION = "GET /api/v1/models", "GET /api/v1/model-versions/290640"
SDXL = "urn:air:sdxl:checkpoint:civitai:101055@128078"
PONY = "urn:air:pony:checkpoint:civitai:257749@290640"


def names(shelf: tuple[Resource, ...]) -> list[str]:
    return [each.name for each in shelf]


async def test_checkpoints_are_found_by_words_and_mature_ones_only_when_wanted(simulated: Civitai) -> None:
    assert isinstance(simulated, Browses)
    assert names((await simulated.browse(Wish("fox"))).resources) == ["New Fox v1"]
    wanted = await simulated.browse(Wish("fox photo", mature=True))
    assert [(each.name, each.mature) for each in wanted.resources] == [("Fox Photo v2", True)]


@pytest.mark.parametrize(
    ("model", "found"),
    [
        (SDXL, ["Fox Fur Detail v1", "Pony Foxes v3"]),
        (PONY, ["Fox Fur Detail v1", "Pony Foxes v3"]),
        ("urn:air:sd1:checkpoint:civitai:1@2/createVariant", ["Fox Fur Detail v0.9", "Fox Sketch v1"]),
        ("imageGen/seedream", []),
        ("no/such-model", []),
    ],
)
async def test_loras_are_those_that_work_with_a_model(
    simulated: Civitai, model: str, found: list[str]
) -> None:
    shelf = await simulated.browse(Wish(kind="lora", fits=model))
    assert names(shelf.resources) == found


async def test_all_of_one_tells_its_air_and_the_words_that_call_it(simulated: Civitai) -> None:
    [found, _other] = (await simulated.browse(Wish(kind="lora", fits=SDXL))).resources
    whole = await simulated.resource(found.id)
    assert (found.air, found.words) == ("", ())
    assert (whole.air, whole.words) == (
        "urn:air:sdxl:lora:civitai:900101@910101",
        ("fxfur", "soft fur"),
    )
    assert (whole.name, whole.kind, whole.family) == (found.name, "lora", "SDXL 1.0")
    assert simulated.offer_of(whole) is None


async def test_a_checkpoint_that_was_found_is_a_model_to_order_with(simulated: Civitai) -> None:
    [found] = (await simulated.browse(Wish("pony"))).resources
    offer = simulated.offer_of(await simulated.resource(found.id))
    assert offer
    assert (offer.model, offer.name, offer.family) == (PONY, "Pony Diffusion V6 XL V6", "Pony")
    assert_is_well_formed(offer)
    assert (await done(simulated, await simulated.submit(job(model=offer.model)))).outputs


@pytest.mark.parametrize(
    ("version", "why"), [("910003", "of no known kin"), ("910002", "not generated with")]
)
async def test_what_no_recipe_is_known_for_is_no_model(simulated: Civitai, version: str, why: str) -> None:
    resource = await simulated.resource(version)
    assert resource.kind == "checkpoint"
    assert simulated.offer_of(resource) is None, why


async def test_nobody_shows_the_site_a_key(simulators: Simulators, simulated: Civitai) -> None:
    await simulated.browse(Wish("fox"))
    await simulated.resource("290640")
    asked = simulators.requests("civitai_site")
    assert len(asked) == 2
    assert simulators.environment["CIVITAI_API_TOKEN"] not in str(asked)


async def test_a_list_goes_on_where_the_last_part_ended(far: Rehearsed, adapter: Civitai) -> None:
    far.answers[MODELS] = [
        Reply({"items": [], "metadata": {"nextCursor": "c|1"}}),
        Reply({"items": [], "metadata": {}}),
    ]
    first = await adapter.browse(Wish("fox", kind="lora", fits=SDXL))
    last = await adapter.browse(Wish("fox", cursor=first.following))
    assert (first.following, last.following) == ("c|1", "")
    assert [each.query.get("cursor") for each in far.asked] == [None, "c|1"]
    assert (far.asked[0].query["types"], far.asked[0].query["nsfw"]) == ("LORA", "false")
    assert KEY not in str(far.asked)


async def test_of_several_versions_the_newest_that_fits_is_shown(far: Rehearsed, adapter: Civitai) -> None:
    versions = [
        {"id": 3, "name": "F", "baseModel": "Flux.1 D"},
        {"id": 2, "name": "X2", "baseModel": "SDXL 1.0", "images": [{"url": "https://image/2"}]},
        {"id": 1, "name": "X1", "baseModel": "SDXL 1.0"},
    ]
    item = {"id": 9, "name": "Foxes", "type": "LORA", "modelVersions": versions, "creator": {"username": "a"}}
    odd = [{"id": 8, "modelVersions": None}, "odd", {"id": 7}]
    far.answers[MODELS] = Reply({"items": [item, *odd], "metadata": None})
    [found] = (await adapter.browse(Wish(kind="lora", fits=SDXL))).resources
    assert found == Resource(
        id="2",
        air="",
        name="Foxes X2",
        kind="lora",
        family="SDXL 1.0",
        maker="a",
        page=f"{far.address}/models/9?modelVersionId=2",
        picture="https://image/2",
        work="9",
        version="X2",
    )


NEWEST = "910101"


@pytest.mark.parametrize(
    ("pasted", "version"),
    [
        ("urn:air:sdxl:lora:civitai:900101@910100", "910100"),
        ("AIR:sdxl:lora:civitai:900101@910101+7.safetensors", "910101"),
        ("civitai:900101", NEWEST),
        (" 910103 ", "910103"),
        ("https://civitai.com/models/900101/fox-fur-detail?modelVersionId=910100", "910100"),
        ("https://civitai.red/models/900101?tab=x", NEWEST),
        ("www.civitai.com/models/900101", NEWEST),
        ("{site}/models/900101?modelVersionId=910100", "910100"),
        ("https://civitai.com/api/download/models/910102?type=Model", "910102"),
    ],
)
async def test_what_is_pasted_leads_to_one_version(
    simulators: Simulators, simulated: Civitai, pasted: str, version: str
) -> None:
    site = simulators.environment["ARTFACTORY_CIVITAI_SITE_URL"]
    found = await simulated.resource(pasted.format(site=site))
    assert (found.id, bool(found.air)) == (version, True)


@pytest.mark.parametrize(
    "pasted",
    [
        *("", "fox", "urn:air:sdxl:lora:huggingface:a@b", "https://evil.example/models/900101"),
        *("https://civitai.com.evil.example/models/1", "https://civitai.com@evil.example/models/1"),
        *("javascript:civitai.com/models/1", "https://civitai.com/models/1x", "http://[::1", "9" * 3000),
    ],
)
async def test_what_names_nothing_is_refused_and_nobody_is_asked(
    simulators: Simulators, simulated: Civitai, pasted: str
) -> None:
    with pytest.raises(Rejected):
        await simulated.resource(pasted)
    assert simulators.requests("civitai_site") == []


async def test_the_versions_of_a_work_are_told_newest_first(simulated: Civitai) -> None:
    versions = await simulated.versions("900101")
    assert [(each.id, each.version, each.family) for each in versions] == [
        ("910101", "v1", "SDXL 1.0"),
        ("910100", "v0.9", "SD 1.5"),
    ]
    assert {(each.maker, each.downloads, each.size) for each in versions} == {("acme", 1234, 228_459_008)}


async def test_the_families_of_the_site_are_told(simulated: Civitai) -> None:
    assert await simulated.all_families() == ["Flux.1 D", "Krea 2", "Pony", "SD 1.5", "SDXL 1.0"]
    assert "Pony" in simulated.families() and "Krea 2" not in simulated.families()


@pytest.mark.parametrize(
    ("family", "air", "model", "works"),
    [
        ("Pony", "", SDXL, True),
        ("SD 1.5", "", SDXL, False),
        ("", "urn:air:sdxl:lora:civitai:1@2", SDXL, None),
        ("LTXV2", "urn:air:ltxv2:lora:civitai:1@2", "videoGen/ltx2", True),
        ("LTXV", "urn:air:ltxv:lora:civitai:1@2", "videoGen/ltx2", False),
        ("LTXV2", "", "videoGen/ltx2", None),
        ("Wan Video", "urn:air:wanvideo:lora:civitai:1@2", "videoGen/wan/v2.2", None),
        ("Pony", "", "no/such-model", None),
    ],
)
async def test_what_works_with_a_model_is_told_by_family_or_ecosystem_or_not_at_all(
    adapter: Civitai, family: str, air: str, model: str, works: bool | None
) -> None:
    resource = Resource("1", air, "Foxes", "lora", family)
    assert adapter.works_with(resource, model) is works


async def test_families_sorts_and_what_civitai_cannot_use_are_asked_for(
    far: Rehearsed, adapter: Civitai
) -> None:
    far.answers[MODELS] = Reply({"items": [], "metadata": {}})
    await adapter.browse(Wish(family="Krea 2", sort="newest", period="week", unusable=True))
    await adapter.browse(Wish(kind="lora", family="Pony", fits=SDXL))
    unknown, fitting = (each.query for each in far.asked)
    assert (unknown["baseModels"], unknown["sort"], unknown["period"]) == ("Krea 2", "Newest", "Week")
    assert "supportsGeneration" not in unknown
    assert fitting["baseModels"] == "Pony"
    assert (await adapter.browse(Wish(kind="lora", family="SD 1.5", fits=SDXL))).resources == ()
    assert len(far.asked) == 2


async def test_what_strangers_wrote_is_cut_and_the_tamest_picture_is_the_preview(
    far: Rehearsed, adapter: Civitai
) -> None:
    wild = {"url": "https://image/wild.jpeg", "nsfwLevel": 16}
    film = {"url": "https://image/film.mp4", "nsfwLevel": 1, "type": "video"}
    tame = {"url": "https://image/tame.jpeg", "nsfwLevel": 2}
    odd = [None, {"url": 7}, {"url": "https://image/\n.png", "nsfwLevel": 1}, {"url": "https://ïmage/x"}]
    files = [{"sizeKB": 2.5}, {"sizeKB": True, "primary": True}]
    version = {"id": 1, "name": "v\0\n1", "images": [wild, film, *odd, tame], "files": files}
    version |= {"baseModel": ["x"], "trainedWords": [*map(str, range(90)), None, "\ud800"]}
    item = {"id": 9, "name": "x" * 900, "type": "LORA", "nsfw": "yes", "modelVersions": [version]}
    far.answers[MODELS] = Reply({"items": [item], "metadata": {}})
    [found] = (await adapter.browse(Wish(kind="lora"))).resources
    assert (found.picture, found.picture_mature, found.version) == (tame["url"], False, "v 1")
    assert (len(found.name), len(found.words), found.size, found.family) == (204, 40, None, "")


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply({"error": "not found"}, 404), Gone),
        (Reply({"error": "slow"}, 429, {"Retry-After": "3"}), Unavailable),
        (Reply("<html>", 403), Unavailable),
        (Reply("<html>", 502), Unavailable),
        (Reply({"error": "?"}, 400), Misread),
        (Reply("", 302, {"Location": "https://evil.example"}), Misread),
        (Reply("<html>"), Misread),
    ],
    ids=named,
)
async def test_a_site_that_does_not_answer_says_why(
    far: Rehearsed, adapter: Civitai, reply: Reply, error: type[ProviderError]
) -> None:
    far.answers[VERSION] = far.answers[MODELS] = reply
    with pytest.raises(error):
        await adapter.resource("290640")
    with pytest.raises(error):
        await adapter.browse(Wish("fox"))
