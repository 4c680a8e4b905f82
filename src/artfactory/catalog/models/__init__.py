from artfactory.catalog.models.ai_models import AIModel, AIModelQuerySet
from artfactory.catalog.models.refresh import Refresh
from artfactory.catalog.models.resources import KnownResource, KnownResourceQuerySet

__all__ = ["AIModel", "AIModelQuerySet", "KnownResource", "KnownResourceQuerySet", "Refresh"]
