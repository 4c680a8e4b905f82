"""AIModel: what a Provider offers, with its parameters as a JSON Schema."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.prices import Listed, OwnPrice

OWN_PRICE = ("own_price_amount", "own_price_currency", "own_price_unit", "own_priced_at")


class AIModelQuerySet(models.QuerySet["AIModel"]):
    def at(self, address: str) -> AIModel:
        """The AIModel at "PROVIDER:NATIVE-ID". Raises AIModel.DoesNotExist."""
        provider, _colon, native_id = address.partition(":")
        return self.get(provider=provider, native_id=native_id)

    def available(self) -> AIModelQuerySet:
        return self.filter(available=True)

    def shown(self) -> AIModelQuerySet:
        """Without one's own that were removed after they had made something."""
        return self.exclude(available=False, added_at__isnull=False)

    def without_schemas(self) -> AIModelQuerySet:
        """For lists: of two thousand, the schemas are nearly all that there is to read."""
        return self.defer("parameters")

    def priced(self) -> AIModelQuerySet:
        return self.exclude(own_price_amount=None, price_amount=None)

    def unpriced(self) -> AIModelQuerySet:
        return self.filter(own_price_amount=None, price_amount=None)

    def usable_first(self) -> AIModelQuerySet:
        """What can be ordered with now comes before what needs a key, and that before what is gone."""
        stopped = ProviderAccount.objects.filter(state__in=ProviderAccount.BY_KEY).values("provider")
        closed = models.Case(models.When(provider__in=stopped, then=1), default=0)
        return self.alias(closed=closed).order_by(
            "-available", "-favorite", "closed", "name", "provider", "pk"
        )

    def free(self) -> AIModelQuerySet:
        return self.filter(models.Q(own_price_amount=0) | models.Q(own_price_amount=None, price_amount=0))

    def priced_at_most(self, amount: Decimal, *, currency: str) -> AIModelQuerySet:
        """By the amount that counts, whatever its unit is."""
        own = models.Q(own_price_amount__lte=amount, own_price_currency=currency)
        listed = models.Q(own_price_amount=None, price_amount__lte=amount, price_currency=currency)
        return self.filter(own | listed)

    def priced_by_hand(self) -> AIModelQuerySet:
        return self.filter(own_price_amount__isnull=False)

    def cheapest_first(self) -> AIModelQuerySet:
        """By the amount that counts alone, whatever its unit is."""
        return self.priced().order_by(Coalesce("own_price_amount", "price_amount"), "name", "pk")

    def matching(self, words: str) -> AIModelQuerySet:
        """Those whose name, family or native id contains every one of the words."""
        found = self
        for word in words.split():
            name, family = models.Q(name__icontains=word), models.Q(family__icontains=word)
            found = found.filter(name | family | models.Q(native_id__icontains=word))
        return found


class AIModel(models.Model):
    class UnknownTokens(models.TextChoices):
        STRIP = "strip", _("brackets removed")
        KEEP = "keep", _("kept as written")

    provider = models.CharField(max_length=60)
    native_id = models.CharField(max_length=250)
    name = models.CharField(max_length=200)
    family = models.CharField(max_length=80, blank=True)
    modality = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    unknown_tokens = models.CharField(max_length=6, choices=UnknownTokens, default=UnknownTokens.STRIP)
    price_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    price_currency = models.CharField(max_length=8, blank=True)
    price_unit = models.CharField(max_length=40, blank=True)  # "image", "megapixel", "second"
    price_basis = models.CharField(max_length=10, blank=True)  # exact or estimate
    priced_at = models.DateField(null=True, blank=True)
    own_price_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    own_price_currency = models.CharField(max_length=8, blank=True)
    own_price_unit = models.CharField(max_length=40, blank=True)
    own_priced_at = models.DateField(null=True, blank=True)
    favorite = models.BooleanField(default=False)
    available = models.BooleanField(default=True)
    added_at = models.DateTimeField(null=True, blank=True)  # by a person; None for what a Provider lists
    refreshed_at = models.DateTimeField(null=True, blank=True)  # when its Provider itself told of it last
    vanished_at = models.DateTimeField(null=True, blank=True)  # since when its Provider lists it no more
    undescribed = models.BooleanField(default=False)  # nobody has told its parameters yet

    objects = AIModelQuerySet.as_manager()

    class Meta:
        ordering = ("provider", "name")
        constraints = (
            models.UniqueConstraint(fields=("provider", "native_id"), name="one_ai_model_per_address"),
        )

    def __str__(self) -> str:
        return self.name

    def favor(self) -> None:
        self._mark(favorite=True)

    def unfavor(self) -> None:
        self._mark(favorite=False)

    @property
    def is_own(self) -> bool:
        """A person added it, so a person may remove it."""
        return self.added_at is not None

    def show(self) -> None:
        """One's own, after it was hidden."""
        AIModel.objects.filter(pk=self.pk).update(available=True)
        self.available = True

    def remove(self) -> bool:
        """One's own leaves the catalogue; False if it was used, and so is only hidden."""
        try:
            with transaction.atomic():
                self.delete()
        except models.ProtectedError:
            AIModel.objects.filter(pk=self.pk).update(available=False)
            self.available = False
            return False
        return True

    def get_absolute_url(self) -> str:
        return reverse("desk:model", args=[self.address])

    def name_price(self, price: OwnPrice, *, on: date) -> None:
        """From now on this one counts, whatever the Provider lists."""
        self.own_price_amount, self.own_price_currency = price.amount, price.currency
        self.own_price_unit, self.own_priced_at = price.unit, on
        self.save(update_fields=OWN_PRICE)

    def take_back_price(self) -> None:
        """What the Provider lists counts again."""
        self.own_price_amount, self.own_price_currency = None, ""
        self.own_price_unit, self.own_priced_at = "", None
        self.save(update_fields=OWN_PRICE)

    @property
    def price(self) -> Listed | None:
        """The one that counts; None where nobody named one."""
        if self.own_price_amount is None:
            return self.listed_price
        facts = self.own_price_currency, self.own_price_unit, "estimate", self.own_priced_at
        return Listed(self.own_price_amount, *facts, is_own=True)

    @property
    def listed_price(self) -> Listed | None:
        """As the Provider lists it."""
        if self.price_amount is None:
            return None
        facts = self.price_currency, self.price_unit, self.price_basis, self.priced_at
        return Listed(self.price_amount, *facts)

    @property
    def address(self) -> str:
        """How people and the API name it: "workshop:painter"."""
        return f"{self.provider}:{self.native_id}"

    @property
    def makes(self) -> str:
        """The kind of its Products: image, video, audio or file."""
        made = self.modality.rpartition("-to-")[2]
        return {"upscale": "image", "speech": "audio", "svg": "file", "mesh": "file", "": "file"}.get(
            made, made
        )

    def _mark(self, *, favorite: bool) -> None:
        AIModel.objects.filter(pk=self.pk).update(favorite=favorite)
        self.favorite = favorite
