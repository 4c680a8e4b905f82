from artfactory.catalog.models.ai_models import AIModel, AIModelQuerySet
from artfactory.catalog.models.resources import KnownResource

__all__ = ["AIModel", "AIModelQuerySet", "KnownResource"]
