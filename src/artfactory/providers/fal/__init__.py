"""fal.ai: models behind one queue. Its wire format is read here and nowhere else."""

from artfactory.providers.fal.provider import Fal

__all__ = ["Fal"]
