"""Texts of a page in, what the page shows of them out: faults with places, outcomes, the origin of each field.

Everything in the answer is JSON, and values come as the texts to show, so that no number is rounded on its way.
"""

from .answer import MAPPING_NAME, MOST_RESULTS, load, preview
from .formatting import formatted
from .saving import save_case
from .versions import Loaded

__all__ = ["MAPPING_NAME", "MOST_RESULTS", "Loaded", "formatted", "load", "preview", "save_case"]
