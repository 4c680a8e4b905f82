"""The web process as one ASGI application."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from artfactory.web.bodies import BodyLimit
from artfactory.web.hosts import HostCheck
from artfactory.web.statics import Statics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artfactory.config.settings")

django = get_asgi_application()
application = HostCheck(Statics(BodyLimit(django)))
