from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "artfactory.media"
    label = "media"
