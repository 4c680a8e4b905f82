"""Civitai: checkpoints of many makers, paid in Buzz. Its wire format is read here and nowhere else."""

from artfactory.providers.civitai.provider import Civitai

__all__ = ["Civitai"]
