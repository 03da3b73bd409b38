from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .models import Category, KeptMail, Order, OrderLine, Product
from .orders import delay_order, deliver_order, ship_order

DAYS_LATE = 3


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["__str__", "slug", "position"]


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["__str__", "sku", "category", "price", "in_stock", "is_featured"]
    list_filter = ["category", "in_stock", "is_featured"]
    list_select_related = ["category"]
    search_fields = ["slug", "sku"]


class OrderLineInline(admin.TabularInline):
    model = OrderLine
    extra = 0
    readonly_fields = ["product", "quantity", "unit_price"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Order | None = None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "name", "country", "placed_at", "shipped_at", "delivered_at"]
    list_filter = ["country", "placed_at"]
    readonly_fields = ["placed_at", "shipped_at", "delivered_at"]
    inlines = [OrderLineInline]
    actions = ["mark_as_shipped", "mark_as_delayed", "mark_as_delivered"]

    @admin.action(description=_("Mark selected orders as shipped"), permissions=["change"])
    def mark_as_shipped(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        waiting = list(queryset.filter(shipped_at__isnull=True, delivered_at__isnull=True))
        for order in waiting:
            ship_order(order)
        message = ngettext("%(count)d order shipped.", "%(count)d orders shipped.", len(waiting))
        self.message_user(request, message % {"count": len(waiting)})

    @admin.action(description=_("Tell the buyers of a delay of three days"), permissions=["change"])
    def mark_as_delayed(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        waiting = list(queryset.filter(delivered_at__isnull=True))
        for order in waiting:
            delay_order(order, days=DAYS_LATE)
        message = ngettext("%(count)d order delayed.", "%(count)d orders delayed.", len(waiting))
        self.message_user(request, message % {"count": len(waiting)})

    @admin.action(description=_("Mark selected orders as delivered"), permissions=["change"])
    def mark_as_delivered(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        waiting = list(queryset.filter(delivered_at__isnull=True))
        for order in waiting:
            deliver_order(order)
        message = ngettext("%(count)d order delivered.", "%(count)d orders delivered.", len(waiting))
        self.message_user(request, message % {"count": len(waiting)})


@admin.register(KeptMail)
class KeptMailAdmin(admin.ModelAdmin):
    list_display = ["subject", "to", "sent_at"]
    search_fields = ["to", "subject"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: KeptMail | None = None) -> bool:
        return False
