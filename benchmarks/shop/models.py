"""A shop of a thousand products, and a note of what it was seeded with."""

from django.db import models


class Product(models.Model):
    name = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=8, decimal_places=2)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/product/{self.pk}/"


class Seed(models.Model):
    """Written last: a database without it was not seeded to the end."""

    reviews = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.reviews)
