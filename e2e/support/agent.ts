/** An agent in a process of its own: a real OpenTelemetry SDK, and plain HTTP for the approval. Prints one JSON line a step. */
import { SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

const {
  HOLDPOINT: url = '',
  HOLDPOINT_KEY: key = '',
  RESOURCE: resource = 'node-3',
  EXPIRES: expires = '600',
} = process.env
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const say = (step: string, data: object = {}) => console.log(JSON.stringify({ step, ...data }))

/** An agent goes on when Holdpoint is away for a moment; a denial is an answer. */
async function api(method: string, path: string, body?: object) {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) })
      if (response.status < 500) return { status: response.status, body: await response.json() }
    } catch (error) {
      if (attempt > 200) throw error
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'ops', 'deployment.environment.name': 'production' }),
  spanProcessors: [
    new BatchSpanProcessor(
      new OTLPTraceExporter({ url: `${url}/api/otlp/v1/traces`, headers: { authorization: headers.authorization } }),
    ),
  ],
})
provider.register()
const tracer = trace.getTracer('e2e-agent')

await tracer.startActiveSpan(
  'triage_incident',
  { attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'incident-responder' } },
  async run => {
    const { traceId } = run.spanContext()
    tracer.startActiveSpan('chat gpt-4o', span => {
      span.setAttributes({
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': 1204,
        'gen_ai.usage.output_tokens': 96,
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: `${resource} is silent` }] },
        ]),
      })
      span.end()
    })
    await provider.forceFlush()
    say('traced', { traceId })
    const tool = tracer.startSpan('execute_tool delete_resource', {
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'delete_resource' },
    })
    const asked = await api('POST', '/api/v1/approvals', {
      agent: 'incident-responder',
      tool: 'delete_resource',
      arguments: { resource },
      environment: 'production',
      traceId,
      toolCallId: `${traceId}-1`,
      rationale: 'Unresponsive for 14 minutes.',
      expiresInSeconds: Number(expires),
    })
    say('asked', { id: asked.body.id, status: asked.body.status })
    let answer = asked
    while (answer.body.status === 'pending') answer = await api('GET', `/api/v1/approvals/${asked.body.id}?wait=20`)
    say('answered', { status: answer.body.status, comment: answer.body.decision?.comment ?? null })
    if (answer.body.status === 'approved') {
      const claim = await api('POST', `/api/v1/approvals/${asked.body.id}/claim`, { digest: answer.body.digest })
      say('claimed', { status: claim.status, runs: claim.body.effectiveArguments })
      const outcome = {
        claimId: claim.body.claimId,
        status: 'executed',
        result: { deleted: claim.body.effectiveArguments.resource },
      }
      say('reported', { status: (await api('POST', `/api/v1/approvals/${asked.body.id}/outcome`, outcome)).status })
    } else tool.setStatus({ code: SpanStatusCode.ERROR, message: `not run: ${answer.body.status}` })
    tool.end()
    run.end()
  },
)
await provider.shutdown()
say('done')
