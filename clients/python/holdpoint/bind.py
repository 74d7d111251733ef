"""Between a Python call and the JSON object of arguments that a person reads."""

from __future__ import annotations

import inspect
from typing import Any, Callable

_Kind = inspect.Parameter


class Binding:
    """Arguments of a function by name. `without` are parameters that the framework passes and nobody approves."""

    def __init__(self, function: Callable[..., Any], without: tuple[str, ...] = ()):
        self._signature = inspect.signature(function)
        self._without = {"self", "cls", *without}

    def arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Those to approve, and those that are passed on as they are. Raises TypeError like the call itself."""
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        asked: dict[str, Any] = {}
        kept: dict[str, Any] = {}
        for name, value in bound.arguments.items():
            kind = self._signature.parameters[name].kind
            if name in self._without:
                kept[name] = value
            elif kind is _Kind.VAR_KEYWORD:
                asked.update(value)
            elif kind is _Kind.VAR_POSITIONAL:
                asked[name] = list(value)
            else:
                asked[name] = value
        return asked, kept

    def call(self, arguments: dict[str, Any], kept: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What to call the function with. Raises TypeError where an edit does not fit it."""
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        rest = {**arguments, **kept}
        for name, parameter in self._signature.parameters.items():
            if parameter.kind is _Kind.VAR_POSITIONAL:
                args.extend(rest.pop(name, []))
            elif parameter.kind in (_Kind.POSITIONAL_ONLY, _Kind.POSITIONAL_OR_KEYWORD) and name in rest:
                if len(args) == self._place(name):
                    args.append(rest.pop(name))
        kwargs.update(rest)
        self._signature.bind(*args, **kwargs)
        return tuple(args), kwargs

    def _place(self, name: str) -> int:
        return list(self._signature.parameters).index(name)
