"""Prompts of other languages, as ours: only when somebody asks for it, and never without a report."""

from artfactory.prompts.translating.languages import LANGUAGES, RANDOM
from artfactory.prompts.translating.translate import translate
from artfactory.prompts.translating.translation import Note, Translation

__all__ = ["LANGUAGES", "RANDOM", "Note", "Translation", "translate"]
