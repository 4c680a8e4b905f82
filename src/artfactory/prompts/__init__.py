"""The prompt language: one Order becomes the Generations it stands for."""

from artfactory.prompts.expanding import expand
from artfactory.prompts.expansion import Expansion, Shape
from artfactory.prompts.items import Item
from artfactory.prompts.meaning.parameters import list_item
from artfactory.prompts.problems import Diagnostic, PromptError
from artfactory.prompts.reading.characters import plain
from artfactory.prompts.spans import Span, spans

__all__ = [
    "Diagnostic",
    "Expansion",
    "Item",
    "PromptError",
    "Shape",
    "Span",
    "expand",
    "list_item",
    "plain",
    "spans",
]
