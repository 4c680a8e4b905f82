"""What people share on the site of the simulated Civitai."""

from __future__ import annotations

from dataclasses import dataclass

ECOSYSTEMS = {"SD 1.5": "sd1", "SDXL 1.0": "sdxl", "Pony": "pony", "Flux.1 D": "flux1", "Krea 2": "krea2"}
IN_AIRS = {"TextualInversion": "embedding", "LoCon": "lycoris"}
HOSTILE_WORDS = ("<i>salt</i>", "[a,b]", "back\\slash")


@dataclass(frozen=True)
class Shared:
    """One version. What has the same `model` belongs together, the newest first."""

    model: int
    version: int
    name: str
    named: str  # the version
    kind: str  # "Checkpoint"
    base: str
    words: tuple[str, ...] = ()
    nsfw: bool = False
    generates: bool = True
    picture: str = ""  # an address; else one on the site itself
    size_kb: float = 223_104.5

    @property
    def air(self) -> str:
        kind = IN_AIRS.get(self.kind, self.kind.lower())
        return f"urn:air:{ECOSYSTEMS[self.base]}:{kind}:civitai:{self.model}@{self.version}"


CHECKPOINTS = (
    Shared(101055, 128078, "SD XL", "v1.0", "Checkpoint", "SDXL 1.0"),
    Shared(4384, 128713, "DreamShaper", "8", "Checkpoint", "SD 1.5"),
    Shared(257749, 290640, "Pony Diffusion V6 XL", "V6", "Checkpoint", "Pony"),
    Shared(618692, 691639, "FLUX", "Dev", "Checkpoint", "Flux.1 D"),
    Shared(900001, 910001, "Fox Photo", "v2", "Checkpoint", "SDXL 1.0", nsfw=True),
    Shared(900002, 910002, "Old Fox", "v1", "Checkpoint", "SD 1.5", generates=False),
    Shared(900003, 910003, "New Fox", "v1", "Checkpoint", "Krea 2"),
)
LORAS = (
    Shared(900101, 910101, "Fox Fur Detail", "v1", "LORA", "SDXL 1.0", ("fxfur", "soft fur")),
    Shared(900101, 910100, "Fox Fur Detail", "v0.9", "LORA", "SD 1.5", ("fxfur",)),
    Shared(900102, 910102, "Pony Foxes", "v3", "LORA", "Pony", ("ponyfox",)),
    Shared(900103, 910103, "Fox Sketch", "v1", "LORA", "SD 1.5", ("foxsketch",)),
    *(Shared(901000 + n, 911000 + n, f"Light Study {n}", "v1", "LORA", "Flux.1 D") for n in range(45)),
)
HOSTILE = (
    Shared(
        *(900201, 910201, "<b>Harbour</b> <script>alert(1)</script>", "\u202ev1\0"),
        *("LORA", "Flux.1 D", HOSTILE_WORDS),
        picture="http://169.254.169.254/latest/meta-data.png",
    ),
    Shared(900202, 910202, "No Picture", "v1", "LORA", "Flux.1 D", picture="{site}/previews/page.png"),
)
SHARED = (
    *(*CHECKPOINTS, *LORAS, *HOSTILE),
    Shared(900301, 910301, "Calm Hands", "v1", "TextualInversion", "SDXL 1.0", ("calmhands",)),
)


def works() -> list[list[Shared]]:
    """Versions that belong together, in the order of the shelves."""
    found: dict[int, list[Shared]] = {}
    for each in SHARED:
        found.setdefault(each.model, []).append(each)
    return list(found.values())
