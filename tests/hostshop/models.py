"""A host's own models: integer, UUID and slug keys, a proxy, a variant, a multi-table child."""

import uuid
from decimal import Decimal

from django.db import models


class Product(models.Model):
    name = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal("19.90"))

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/product/{self.pk}/"


class ProductProxy(Product):
    class Meta:
        proxy = True


class SpecialProduct(Product):
    """Multi-table inheritance: its primary key is a relation."""


class Variant(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    size = models.CharField(max_length=10)

    def __str__(self):
        return f"{self.product} {self.size}"


class Book(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(max_length=200)

    def __str__(self):
        return self.title


class Gadget(models.Model):
    slug = models.SlugField(primary_key=True)
    name = models.CharField(max_length=200)

    def __str__(self):
        return self.name
