from django.apps import AppConfig


class LookupsConfig(AppConfig):
    name = "artfactory.lookups"
