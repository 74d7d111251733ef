export interface Snippet {
  id: 'python' | 'typescript' | 'curl'
  label: string
  /** Sends traces. */
  traces: string
  /** Asks before a dangerous action, waits, claims, runs, reports. */
  approval: string
}

/** What Langfuse's SDKs read in place of OpenTelemetry's variables. Each generation reads the address under its own name; the others do no harm. */
export const langfuseVariables = (origin: string, key: string) => `LANGFUSE_SECRET_KEY=${key}
LANGFUSE_PUBLIC_KEY=any
# Python 3 and later, JavaScript 4 and later
LANGFUSE_BASE_URL=${origin}
# Python 2 and early 3
LANGFUSE_HOST=${origin}
# JavaScript 3
LANGFUSE_BASEURL=${origin}`

/** What to paste, with this instance's address and a key. */
export const snippets = (origin: string, key: string): Snippet[] => [
  {
    id: 'python',
    label: 'Python',
    traces: `pip install openinference-instrumentation-crewai opentelemetry-exporter-otlp-proto-http

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from openinference.instrumentation.crewai import CrewAIInstrumentor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))  # reads the two variables
trace.set_tracer_provider(provider)
CrewAIInstrumentor().instrument(tracer_provider=provider)`,
    approval: `import requests

HEADERS = {"Authorization": "Bearer ${key}"}
API = "${origin}/api/v1/approvals"

asked = requests.post(API, headers=HEADERS, json={
    "agent": "incident-responder", "tool": "delete_resource",
    "arguments": {"resource": "node-3"}, "environment": "production"}).json()
while asked["status"] == "pending":
    asked = requests.get(f"{API}/{asked['id']}?wait=30", headers=HEADERS).json()
if asked["status"] == "approved":
    claim = requests.post(f"{API}/{asked['id']}/claim", headers=HEADERS, json={"digest": asked["digest"]})
    claim.raise_for_status()  # 409: somebody else has it, or it is no longer allowed
    try:
        outcome = {"status": "executed", "result": delete_resource(**claim.json()["effectiveArguments"])}
    except Exception as error:
        outcome = {"status": "failed", "error": str(error)}
    requests.post(f"{API}/{asked['id']}/outcome", headers=HEADERS, json={"claimId": claim.json()["claimId"], **outcome})`,
  },
  {
    id: 'typescript',
    label: 'TypeScript',
    traces: `npm install @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-proto

import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

// The exporter reads the two variables; any instrumentation of your framework adds the spans.
new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] }).register()`,
    approval: `const api = async (path: string, body?: object) => {
  const answer = await fetch(\`${origin}/api/v1/approvals\${path}\`, {
    method: body ? 'POST' : 'GET',
    body: body && JSON.stringify(body),
    headers: { authorization: 'Bearer ${key}', 'content-type': 'application/json' },
  })
  if (!answer.ok) throw new Error(await answer.text()) // do not run the action
  return answer.json()
}

let asked = await api('', {
  agent: 'incident-responder', tool: 'delete_resource', arguments: { resource: 'node-3' }, environment: 'production',
})
while (asked.status === 'pending') asked = await api(\`/\${asked.id}?wait=30\`)
if (asked.status === 'approved') {
  const claim = await api(\`/\${asked.id}/claim\`, { digest: asked.digest })
  const outcome = await deleteResource(claim.effectiveArguments).then(
    result => ({ status: 'executed', result }),
    error => ({ status: 'failed', error: String(error) }),
  )
  await api(\`/\${asked.id}/outcome\`, { claimId: claim.claimId, ...outcome })
}`,
  },
  {
    id: 'curl',
    label: 'curl',
    traces: `now=$(date +%s)
curl '${origin}/api/otlp/v1/traces' -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{
  "resourceSpans": [{"scopeSpans": [{"spans": [{
    "traceId": "'$(openssl rand -hex 16)'", "spanId": "'$(openssl rand -hex 8)'", "name": "hello from curl",
    "startTimeUnixNano": "'$now'000000000", "endTimeUnixNano": "'$now'500000000",
    "attributes": [{"key": "gen_ai.operation.name", "value": {"stringValue": "invoke_agent"}},
                   {"key": "gen_ai.agent.name", "value": {"stringValue": "incident-responder"}}]}]}]}]}'`,
    approval: `curl '${origin}/api/v1/approvals' -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' \\
  -d '{"agent": "incident-responder", "tool": "delete_resource",
       "arguments": {"resource": "node-3"}, "environment": "production"}'

# id and digest are in the answer; wait for the decision, then claim it once:
curl '${origin}/api/v1/approvals/<id>?wait=30' -H 'Authorization: Bearer ${key}'
curl '${origin}/api/v1/approvals/<id>/claim' -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"digest": "<digest>"}'`,
  },
]
