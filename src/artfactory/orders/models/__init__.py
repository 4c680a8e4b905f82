from artfactory.orders.models.attempt import Attempt
from artfactory.orders.models.budget import Budget
from artfactory.orders.models.generation import Generation
from artfactory.orders.models.order import Order, OrderLine
from artfactory.orders.models.origin import Origin
from artfactory.orders.models.repeat import OrderKey
from artfactory.orders.models.states import Resolution

__all__ = ["Attempt", "Budget", "Generation", "Order", "OrderKey", "OrderLine", "Origin", "Resolution"]
