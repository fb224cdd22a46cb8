"""The playground: a mapping and a payload in, the person and its problems out. It needs only the engine."""

from .views import playground

__all__ = ["playground"]
