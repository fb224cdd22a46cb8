"""A text of the page in, the same in one layout out, by the sandbox."""

from __future__ import annotations

from mapper.sandbox import EvaluationStopped, PoolFull, Sandbox

from .sentences import sentence


def format_text(sandbox: Sandbox, pane: str, text: str) -> tuple[str, str | None]:
    """The text in one layout and None, or the text as it is and the sentence that says why."""
    try:
        answer = sandbox.ask("format", pane=pane, text=text)
    except (PoolFull, EvaluationStopped) as refusal:
        return text, sentence(refusal)
    return answer["text"] if answer["refused"] is None else text, answer["refused"]
