"""Replicate: models of many makers behind one API. Its wire format is read here and nowhere else."""

from artfactory.providers.replicate.provider import Replicate

__all__ = ["Replicate"]
