"""A preset that was let go of just now, as the page keeps it for whoever wants it back."""

from __future__ import annotations

import json
from dataclasses import dataclass

from artfactory.catalog.models import AIModel
from artfactory.desk.presets import Values


@dataclass(frozen=True)
class Lost:
    ai_model: AIModel
    name: str
    values: Values

    @property
    def text(self) -> str:
        return json.dumps({"model": self.ai_model.address, "name": self.name, "values": self.values})

    @classmethod
    def read(cls, text: str) -> Lost | None:
        """None for whatever is none: it comes from a page."""
        try:
            said = json.loads(text)
            ai_model = AIModel.objects.at(str(said["model"]))
            values = {str(name): str(value) for name, value in said["values"].items()}
            return cls(ai_model, str(said["name"]), values)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, AIModel.DoesNotExist):
            return None
