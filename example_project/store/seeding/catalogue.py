"""Categories and products, from store/sample/*.json. Writing them again changes nothing."""

import json
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission, User
from django.utils.text import slugify

from ..models import Category, Product

DUTIES = ("view_review", "publish_review", "reject_review", "reply_review")
SAMPLE = Path(__file__).resolve().parent.parent / "sample"


def read_sample(name: str) -> dict[str, Any]:
    return json.loads((SAMPLE / name).read_text(encoding="utf-8"))


def seed_staff() -> dict[str, User]:
    """Return who moderates, by name: an appeal must not be decided by whoever rejected the review."""
    return {
        "admin": _superuser("admin", "admin@example.test"),
        "mira": _moderator("mira", "mira@example.test"),
    }


def _superuser(name: str, email: str) -> User:
    users = get_user_model().objects
    return users.filter(username=name).first() or users.create_superuser(name, email, name)


def _moderator(name: str, email: str) -> User:
    users = get_user_model().objects
    if known := users.filter(username=name).first():
        return known
    moderator = users.create_user(name, email, name, is_staff=True)
    duties = Permission.objects.filter(content_type__app_label="trust", codename__in=DUTIES)
    moderator.user_permissions.set(duties)
    return moderator


def seed_category(entry: dict[str, Any]) -> Category:
    category, _ = Category.objects.update_or_create(
        slug=entry["slug"], defaults={key: value for key, value in entry.items() if key != "slug"}
    )
    return category


def seed_catalogue() -> dict[str, Product]:
    """Return the sample shop's products by slug."""
    data = read_sample("catalogue.json")
    categories = {entry["slug"]: seed_category(entry) for entry in data["categories"]}
    return {entry["slug"]: _seed_product(entry, categories[entry["category"]]) for entry in data["products"]}


def _seed_product(entry: dict[str, Any], category: Category) -> Product:
    same = ("sku", "names", "summaries", "descriptions", "picture", "price", "in_stock", "position")
    fields = {name: entry[name] for name in same}
    product, _ = Product.objects.update_or_create(
        slug=entry["slug"], defaults={**fields, "category": category, "is_featured": entry["featured"]}
    )
    product.refresh_from_db(fields=["price"])
    return product


def seed_stand_ins(collection: dict[str, Any], summaries: dict[str, str]) -> dict[str, Product]:
    """Return the neutral products of a collection of reviews, by the value they stand for."""
    category = seed_category(collection["category"])
    products = {}
    for position, entry in enumerate(collection["products"], 1):
        slug = slugify(f"{collection['key']}-{entry['match']}")
        products[entry["match"]], _ = Product.objects.update_or_create(
            slug=slug,
            defaults={
                "category": category,
                "sku": slug.upper(),
                "names": entry["names"],
                "summaries": summaries,
                "picture": entry["picture"],
                "price": None,
                "position": position,
            },
        )
    return products
