"""OpenTelemetry to Holdpoint, in one call. Needs the extra `telemetry`."""

from __future__ import annotations

from typing import Any

from . import runs


def start(url: str, authorization: str, agent: str, release: str | None, resource: dict[str, str]) -> Any:
    """Sets the tracer provider of this process, and returns it. Spans are sent in the background."""
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    facts = {"service.name": agent, "gen_ai.agent.name": agent, **resource}
    if release:
        facts["service.version"] = release
    provider = TracerProvider(resource=Resource.create(facts))
    exporter = OTLPSpanExporter(f"{url}/api/otlp/v1/traces", headers={"authorization": authorization})
    provider.add_span_processor(_run_namer())
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return provider


def _run_namer() -> Any:
    """Names the run of each span: permits, approvals and policies know it by the same name."""
    from opentelemetry.sdk.trace import SpanProcessor

    class RunNamer(SpanProcessor):
        def on_start(self, span: Any, parent_context: Any = None) -> None:
            run = runs.current_run()
            if run and "holdpoint.run.id" not in (span.attributes or {}):
                span.set_attribute("holdpoint.run.id", run.id)

    return RunNamer()
