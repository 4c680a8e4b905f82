"""One of everything that an address can name, so that no door is tested on a 404 alone."""

import os

from django.conf import settings
from django.core.management import call_command

from artfactory.catalog.filling import fill
from artfactory.media.models import Asset
from artfactory.orders.models import Order
from artfactory.orders.requests import OrderRequest
from artfactory.products.models import Product
from artfactory.projects.models import Project

settings.LIBRARY.mkdir(mode=0o700, parents=True, exist_ok=True)
call_command("migrate", verbosity=0)
fill()

settings.MEDIA_FOLDER.mkdir(mode=0o700)
picture = settings.MEDIA_FOLDER / "fox.webp"
picture.write_bytes(b"RIFF\x0c\x00\x00\x00WEBPVP8 ")
asset = Asset.objects.create(
    kind=Asset.Kind.IMAGE,
    media_type="image/webp",
    path=picture.name,
    file_size=picture.stat().st_size,
    sha256="f" * 64,
)
film = settings.MEDIA_FOLDER / "film.mp4"
film.touch()
os.truncate(film, 400 * 1024 * 1024)  # takes no room on disk
Asset.objects.create(
    kind=Asset.Kind.VIDEO,
    media_type="video/mp4",
    path=film.name,
    file_size=film.stat().st_size,
    sha256="e" * 64,
)

request = OrderRequest(models=("workshop:painter",), prompt="a lighthouse of glass", copies=3)
order = Order.place(request, project=Project.first())
generation = order.generations.first()
assert generation
Product.objects.create(
    sort_key=1,
    asset=asset,
    project=order.project,
    order=order,
    generation=generation,
    ai_model=generation.ai_model,
    kind=asset.kind,
    file_size=asset.file_size,
)
