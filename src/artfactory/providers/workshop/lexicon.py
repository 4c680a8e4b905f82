"""Every word that Workshop knows, by what it stands for. All else in a prompt only stirs chance."""

from __future__ import annotations


def _by_word(meanings: dict[str, str]) -> dict[str, str]:
    """Words to meanings; the meaning is a word for itself where it is a single one."""
    words = {meaning: meaning for meaning in meanings}
    return words | {word: meaning for meaning, others in meanings.items() for word in others.split()}


PLACES = _by_word({
    "tundra": "steppe plain plains prairie savanna heath moor hill hills",
    "fjord": "lake pond river loch lagoon",
    "birch forest": "birch birches grove",
    "forest": "wood woods woodland pine pines fir firs spruce taiga tree trees jungle",
    "snowfield": "snow ice glacier arctic polar iceberg",
    "harbour": "harbor port quay pier village houses town fishing",
    "dunes": "dune desert sahara sand sands",
    "mountains": "mountain peak peaks alps summit ridge cliff cliffs volcano valley canyon",
    "city": "skyline metropolis street streets tower towers skyscraper skyscrapers building buildings",
    "sea": "ocean coast beach bay wave waves island shore",
    "meadow": "field fields garden flower flowers pasture countryside farm blossom blossoms",
})  # fmt: skip

PATTERNS = _by_word({
    "marble": "stone agate swirl swirls liquid",
    "contour": "contours map topographic terrain layers",
    "gradient": "gradients blur haze aura",
    "caustic": "caustics underwater pool reef",
    "flow": "hair fur lines current field wind",
    "glass": "stained mosaic window shards cathedral",
    "orbit": "fractal cosmos galaxy nebula space universe planet",
    "bokeh": "lights lanterns lantern fairy",
    "crystal": "snowflake snowflakes frost flake crystals",
    "ink": "blot",
    "inkwash": "sumi brush calligraphy",
    "abstract": "pattern texture shapes geometry wallpaper",
})  # fmt: skip

SUBJECTS = _by_word({
    "fox": "foxes vixen",
    "boat": "boats ship ships sail sails sailboat yacht vessel canoe",
    "birds": "bird gull gulls geese crane cranes swallow swallows raven ravens seagull",
    "balloon": "balloons airship zeppelin",
    "lighthouse": "lighthouses beacon",
    "cabin": "cabins hut house cottage barn farmhouse home",
    "oak": "oaks willow baobab",
})  # fmt: skip

LIGHTS = _by_word({
    "day": "daytime daylight noon midday sunny sunshine afternoon bright summer",
    "dawn": "sunrise morning daybreak",
    "dusk": "sunset twilight sundown golden",
    "evening": "gloaming",
    "night": "midnight nighttime nocturnal nightfall moon moonlight moonlit stars starry star dark",
    "aurora": "auroras borealis northern polarlight",
    "mist": "misty fog foggy haze hazy overcast cloudy clouds",
    "storm": "stormy thunder thunderstorm tempest rain rainy",
})  # fmt: skip

WEATHER = _by_word({
    "snowfall": "snowing snowy blizzard winter winterly wintry",
    "rain": "rainy raining drizzle storm stormy thunderstorm",
})  # fmt: skip

SEASONS = _by_word({
    "winter": "wintry snowy christmas snow frozen",
    "autumn": "fall autumnal october november harvest",
    "spring": "april may blossom blossoms",
})  # fmt: skip

CLOSE = frozenset({"portrait", "face", "head", "closeup", "close", "muzzle", "headshot"})

HUES = {  # degrees, as colour wheels count them
    "red": 4, "scarlet": 9, "crimson": 348, "ruby": 352, "vermilion": 14, "rust": 17, "copper": 22,
    "orange": 28,
    "brown": 25, "amber": 39, "gold": 46, "golden": 45, "yellow": 54, "lemon": 57, "lime": 86, "olive": 74,
    "green": 128, "emerald": 147, "mint": 156, "jade": 160, "turquoise": 174, "teal": 181, "cyan": 189,
    "azure": 207, "blue": 220, "navy": 226, "sapphire": 217, "indigo": 249, "violet": 270, "purple": 282,
    "lavender": 264, "lilac": 278, "magenta": 306, "fuchsia": 314, "pink": 336, "rose": 344, "salmon": 10,
    "peach": 26, "coral": 12, "bronze": 33, "burgundy": 345, "maroon": 357, "ochre": 37,
}  # fmt: skip

PALE = frozenset({"pink", "rose", "lavender", "lilac", "mint", "peach", "salmon", "white", "ivory", "pastel"})
DEEP = frozenset({"brown", "navy", "maroon", "burgundy", "olive", "bronze", "indigo", "black"})
WHITES = frozenset({"white", "ivory"})
DULL = frozenset({"brown", "olive", "bronze", "rust", "ochre", "copper"})
NEUTRALS = frozenset({"white", "ivory", "black", "grey", "gray", "silver", "monochrome"})

COATS = {
    "red": "red", "orange": "red", "arctic": "arctic", "white": "arctic", "polar": "arctic",
    "silver": "silver",
    "grey": "silver", "gray": "silver", "black": "dark", "dark": "dark", "brown": "dark", "gold": "gold",
    "golden": "gold", "yellow": "gold", "blue": "blue", "cyan": "blue", "teal": "blue", "green": "green",
    "purple": "purple", "violet": "purple", "pink": "pink", "magenta": "pink", "rose": "pink",
}  # fmt: skip
