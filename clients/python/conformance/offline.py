"""Imported before any framework: what a test does not play itself it must not wait for. Frameworks ask the internet for
prices, versions and leave to send telemetry; here every such try fails at once."""

from __future__ import annotations

import os
import sys
from typing import Any

os.environ.update(
    CREWAI_DISABLE_TELEMETRY="true", CREWAI_DISABLE_TRACKING="true", CREWAI_TRACING_ENABLED="false",
    CREWAI_DISABLE_VERSION_CHECK="true", OPENAI_AGENTS_DISABLE_TRACING="1", LITELLM_LOCAL_MODEL_COST_MAP="True",
    LITELLM_TELEMETRY="False", LANGSMITH_TRACING="false", LANGCHAIN_TRACING_V2="false", DO_NOT_TRACK="1")

_here = ("127.0.0.1", "::1", "localhost")


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name not in (None, "", *_here):
        raise ConnectionRefusedError(f"Tests do not leave this machine, and {name} is not on it.")


sys.addaudithook(_refuse)
