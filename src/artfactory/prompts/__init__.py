"""The prompt language: one Order becomes the Generations it stands for.

For now a prompt stands for itself, and a parameter that is a list stands for each of its values.
"""

from artfactory.prompts.expansion import Expansion, Item, expand
from artfactory.prompts.problems import Diagnostic, PromptError

__all__ = ["Diagnostic", "Expansion", "Item", "PromptError", "expand"]
