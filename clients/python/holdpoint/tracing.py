"""The span in which something is asked, for programs that trace with OpenTelemetry."""

from __future__ import annotations

import sys


def span_for(trace_id: str | None, span_id: str | None) -> tuple[str | None, str | None]:
    """The ids that were given, or those of the active span where neither was."""
    return active_span() if trace_id is None and span_id is None else (trace_id, span_id)


def active_span() -> tuple[str | None, str | None]:
    """Ids of the active trace and span in hex, so that whoever decides sees what led to a question. None where the program
    has not loaded OpenTelemetry, or the span is not sampled: nobody will ever send it."""
    api = sys.modules.get("opentelemetry.trace")
    try:
        span = api.get_current_span().get_span_context() if api else None
        if span is None or not span.is_valid or not span.trace_flags.sampled:
            return None, None
        return format(span.trace_id, "032x"), format(span.span_id, "016x")
    except Exception:  # It only explains the question, which must be asked whatever another library does.
        return None, None
