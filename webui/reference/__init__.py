"""The documents that ship with the application -> pages, whose examples open in the playground."""

from .tasks import tasks
from .views import reference

__all__ = ["reference", "tasks"]
