"""Bars: one line in a terminal, one element in a notebook, nothing elsewhere."""

from __future__ import annotations

import html
import sys
import time
from types import TracebackType
from typing import Any, Protocol

CELLS = 24


class Bar(Protocol):
    """Shows how far something is."""

    def update(self, fraction: float, text: str) -> None: ...

    def close(self) -> None: ...


class _Quiet:
    def update(self, fraction: float, text: str) -> None:
        pass

    def close(self) -> None:
        pass


class _Line:
    """One line of a terminal, written over itself."""

    def __init__(self, title: str) -> None:
        self._title, self._width = title, 0

    def update(self, fraction: float, text: str) -> None:
        full = round(CELLS * min(1.0, max(0.0, fraction)))
        line = f"{self._title} {'█' * full}{'░' * (CELLS - full)} {fraction:4.0%} {text}".rstrip()
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)

    def close(self) -> None:
        if self._width:
            sys.stderr.write("\n")


class _Element:
    """An output of a notebook's cell that is replaced; it stays as it was last."""

    def __init__(self, title: str) -> None:
        self._title, self._handle, self._shown = title, None, 0.0
        self._last: tuple[float, str] | None = None

    def update(self, fraction: float, text: str) -> None:
        self._last = fraction, text
        if time.monotonic() - self._shown > 0.2:
            self._show()

    def _show(self) -> None:
        if self._last is None:
            return
        fraction, text = self._last
        shown = display_html(
            f'<progress value="{fraction:.4f}" max="1" style="width:16em"></progress> '
            f"<b>{html.escape(self._title)}</b> {fraction:.0%} {html.escape(text)}",
            self._handle,
        )
        self._handle, self._shown, self._last = shown, time.monotonic(), None

    def close(self) -> None:
        self._show()


class bar:
    """``with bar("Encoding", progress) as shown: shown.update(0.5, "60 images/s")``.

    :param progress: True and False decide; None shows one where somebody can see it live
    """

    def __init__(self, title: str, progress: bool | None) -> None:
        if progress is False or (progress is None and not (in_notebook() or sys.stderr.isatty())):
            self._bar: Bar = _Quiet()
        else:
            self._bar = _Element(title) if in_notebook() else _Line(title)

    def __enter__(self) -> Bar:
        return self._bar

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()


def in_notebook() -> bool:
    """Whether this runs in a kernel that shows rich output."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and type(shell).__name__ == "ZMQInteractiveShell"


def display_html(text: str, handle: Any) -> Any:
    """Shows HTML in a notebook's cell, in place of what the handle shows if there is one."""
    from IPython.display import HTML

    return _display(HTML(text), handle)


def display_png(data: bytes, handle: Any) -> Any:
    """As `display_html`, for a picture."""
    from IPython.display import Image

    return _display(Image(data=data, format="png"), handle)


def _display(content: Any, handle: Any) -> Any:
    from IPython.display import display

    if handle is None:
        return display(content, display_id=True)
    handle.update(content)
    return handle
