"""A text of the page in, the same in one layout out, by the sandbox."""

from __future__ import annotations

from typing import Final

from mapper.sandbox import EvaluationStopped, PoolFull, Sandbox

from .panes import FORMATTED
from .stopped import refusal_said

_LAYING_OUT: Final = dict.fromkeys(FORMATTED, "It was laying out the")


def format_text(sandbox: Sandbox, pane: str, text: str) -> tuple[str, str | None]:
    """The text in one layout and None, or the text as it is and the sentence that says why."""
    try:
        answer = sandbox.ask("format", pane=pane, text=text)
    except (PoolFull, EvaluationStopped) as refusal:
        return text, f"The text stays as it is. {refusal_said(refusal, _LAYING_OUT)}"
    return answer["text"] if answer["refused"] is None else text, answer["refused"]
