from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "artfactory.accounts"
