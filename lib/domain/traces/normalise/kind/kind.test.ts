import { expect, test } from 'vitest'
import type { SpanKind } from '#lib/domain/traces/canonical.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import { canonical, otlpSpan, scope } from '#lib/domain/traces/normalise/test-span.ts'
import type { Attributes, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { dropReason, isNoise } from './noise.ts'

const kinds: [SpanKind, Attributes, Partial<OtlpSpan>?][] = [
  ['llm', { 'langfuse.observation.type': 'generation' }],
  ['chain', { 'langfuse.observation.type': 'span' }],
  ['other', { 'langfuse.observation.type': 'event' }],
  ['llm', { 'openinference.span.kind': 'LLM' }],
  // LlamaIndex's helpers are methods of a model class, and no calls.
  ['chain', { 'openinference.span.kind': 'LLM' }, { name: 'OpenAI._prepare_chat_with_tools' }],
  ['retriever', { 'openinference.span.kind': 'RERANKER' }],
  ['chain', { 'openinference.span.kind': 'PROMPT' }],
  ['chain', { 'openinference.span.kind': 'SOMETHING_NEW' }],
  ['agent', { 'mastra.span.type': 'agent_run', 'gen_ai.operation.name': 'invoke_agent' }],
  ['chain', { 'mastra.span.type': 'model_generation', 'gen_ai.operation.name': 'chat' }],
  ['llm', { 'mastra.span.type': 'model_inference' }],
  // The CrewAI package writes invoke_agent on everything.
  ['chain', { 'traceloop.span.kind': 'task', 'gen_ai.operation.name': 'invoke_agent' }],
  ['agent', { 'traceloop.span.kind': 'agent', 'gen_ai.operation.name': 'invoke_agent' }],
  ['chain', { 'crewai.crew.id': '1', 'gen_ai.operation.name': 'invoke_agent' }],
  ['tool', { 'traceloop.span.kind': 'unknown', 'gen_ai.operation.name': 'execute_tool' }],
  ['llm', { 'gen_ai.operation.name': 'text_completion' }],
  ['embedding', { 'gen_ai.operation.name': 'embeddings' }],
  ['agent', { 'gen_ai.operation.name': 'create_agent' }],
  ['llm', { 'gen_ai.operation.name': 'chat' }],
  ['llm', { 'gen_ai.operation.name': 'generate_content' }],
  // Semantic Kernel's first name.
  ['llm', { 'gen_ai.operation.name': 'chat.completions' }],
  // Google ADK, before its spans had operation names; a tool's has an empty request.
  ['llm', { 'gen_ai.system': 'gcp.vertex.agent', 'gcp.vertex.agent.llm_request': '{"model":"x"}' }],
  ['tool', { 'gen_ai.operation.name': 'execute_tool', 'gcp.vertex.agent.llm_request': '{}' }],
  ['agent', {}, { name: 'agent_run [planner]', ...scope('gcp.vertex.agent') }],
  ['chain', {}, { name: 'invocation', ...scope('gcp.vertex.agent') }],
  ['agent', { 'gen_ai.operation.name': 'invoke_agent' }],
  ['tool', { 'gen_ai.operation.name': 'execute_tool' }],
  ['retriever', { 'gen_ai.operation.name': 'retrieval' }],
  ['retriever', { 'gen_ai.operation.name': 'search_memory' }],
  ['chain', { 'gen_ai.operation.name': 'invoke_workflow' }],
  ['chain', { 'gen_ai.operation.name': 'plan' }],
  ['chain', { 'gen_ai.operation.name': 'update_memory' }],
  ['chain', { 'gen_ai.operation.name': 'agent_step' }],
  // Gemini CLI.
  ['llm', { 'gen_ai.operation.name': 'llm_call' }],
  ['tool', { 'gen_ai.operation.name': 'tool_call', 'gen_ai.tool.name': 'x' }],
  ['chain', { 'gen_ai.operation.name': 'schedule_tool_calls' }],
  // OpenLIT.
  ['retriever', { 'gen_ai.operation.name': 'vectordb' }],
  // Claude Code's first traces had no operation name; its tools are one span around the wait and the work.
  ['llm', { 'span.type': 'llm_request' }, scope('com.anthropic.claude_code.tracing')],
  ['agent', { 'span.type': 'interaction' }, scope('com.anthropic.claude_code.tracing')],
  ['tool', { 'span.type': 'tool' }, scope('com.anthropic.claude_code.tracing')],
  ['chain', { 'span.type': 'tool.execution' }, scope('com.anthropic.claude_code.tracing')],
  ['other', { 'span.type': 'tool' }],
  // Codex says nothing but tokens: of one answer, and of a turn.
  ['llm', { 'gen_ai.usage.input_tokens': 120, 'codex.usage.total_tokens': 144 }],
  ['agent', { 'codex.turn.token_usage.total_tokens': 432 }],
  ['llm', { 'genkit:type': 'action', 'genkit:metadata:subtype': 'model' }],
  ['tool', { 'genkit:metadata:subtype': 'tool' }],
  ['chain', { 'genkit:metadata:subtype': 'flow' }],
  ['tool', { 'codex.tool.phase': 'dispatch', tool_name: 'exec_command' }],
  ['chain', { 'gen_ai.operation.name': 'a_value_of_tomorrow' }],
  ['llm', { 'langsmith.span.kind': 'llm' }],
  // LangSmith calls a prompt template a chat.
  ['chain', { 'langsmith.span.kind': 'prompt', 'gen_ai.operation.name': 'chat' }],
  ['embedding', { 'gen_ai.operation.name': 'aembedding' }],
  ['retriever', { 'gen_ai.operation.name': 'rerank' }],
  // MLflow writes JSON into every attribute.
  ['llm', { 'mlflow.spanType': '"CHAT_MODEL"' }],
  ['agent', { 'mlflow.spanType': '"AGENT"' }],
  ['chain', { 'mlflow.spanType': '"UNKNOWN"' }],
  ['agent', { 'logfire.msg_template': 'Agent run: {name!r}' }, scope('logfire.openai_agents')],
  ['tool', { 'logfire.msg_template': 'Function: {name}' }, scope('logfire.openai_agents')],
  ['llm', { 'logfire.msg_template': 'Responses API with {gen_ai.request.model!r}' }, scope('logfire.openai_agents')],
  ['other', { 'logfire.msg_template': 'Agent run: {name!r}' }],
  ['llm', { 'ai.operationId': 'ai.streamText.doStream' }],
  ['agent', { 'ai.operationId': 'ai.generateText' }],
  ['chain', { 'ai.operationId': 'ai.generateText' }, { parentSpanId: 'aaaaaaaaaaaaaaaa' }],
  ['chain', { 'ai.operationId': 'ai.embedMany' }],
  ['embedding', { 'ai.operationId': 'ai.embedMany.doEmbed' }],
  ['tool', { 'ai.operationId': 'ai.toolCall' }],
  ['llm', { 'llm.request.type': 'chat' }],
  ['tool', { 'mcp.method.name': 'tools/call' }],
  ['retriever', { 'db.system': 'qdrant' }],
  ['other', { 'db.system': 'postgresql' }],
  ['llm', { 'gen_ai.request.model': 'x', 'gen_ai.usage.input_tokens': 3 }],
  ['chain', { 'gen_ai.request.model': 'x' }],
  ['chain', {}, scope('agent_framework')],
  ['other', { 'http.request.method': 'POST' }],
  ['other', {}],
]

test.each(kinds)('a span is %s: %j', (kind, attributes, rest) => {
  expect(canonical(attributes, rest).kind).toBe(kind)
})

test('input that is not a span is left out, with the reason', () => {
  expect(dropReason(otlpSpan({ crew_key: 'x' }, scope('crewai.telemetry')))).toBe('crewai-telemetry')
  expect(dropReason(otlpSpan({ 'logfire.span_type': 'pending_span' }))).toBe('pending-twin')
  expect(dropReason(otlpSpan({ 'logfire.span_type': 'log' }))).toBe('log-as-span')
  expect(dropReason(otlpSpan({ 'logfire.span_type': 'span' }))).toBeNull()
  expect(normalise(otlpSpan({ 'logfire.span_type': 'pending_span' }))).toBeNull()
})

const logfire = { 'logfire.msg_template': 'x', 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' }
const answer = { 'gen_ai.response.id': 'c1', 'gen_ai.usage.output_tokens': 24 }

test('a call that Logfire streams is read from the record after its end, not from the span at its beginning', () => {
  const from = scope('logfire.openai')
  const start = canonical({ ...logfire, 'logfire.span_type': 'span', 'gen_ai.response.model': 'gpt-4o' }, from)
  expect(start).toMatchObject({ kind: 'chain', input: null })
  const end = canonical({ ...logfire, ...answer, 'logfire.span_type': 'log', duration: 0.25 }, from)
  expect(end).toMatchObject({ kind: 'llm', responseId: 'c1' })
  expect(start.startUs - end.startUs).toBe(250_000)
  const whole = { ...logfire, ...answer, 'logfire.span_type': 'span' }
  expect(canonical(whole, from).kind).toBe('llm')
  const failed = { ...from, status: { code: 2, message: 'refused' } }
  expect(canonical({ ...logfire, 'logfire.span_type': 'span' }, failed).kind).toBe('llm')
  expect(normalise(otlpSpan({ ...logfire, ...answer, 'logfire.span_type': 'log' }))).toBeNull()
})

const langchain = scope('openinference.instrumentation.langchain')
const noises: [boolean, Attributes, Partial<OtlpSpan>][] = [
  [true, { 'messaging.operation': 'process' }, { name: 'autogen process coder_1.(1)-A' }],
  [true, { 'messaging.operation': 'send' }, { name: 'agent_runtime send Writer_1.(default)-A' }],
  [false, {}, { name: 'agent_runtime of our own' }],
  [false, { 'gen_ai.operation.name': 'invoke_agent' }, { name: 'invoke_agent coder', ...scope('autogen-core') }],
  [true, { 'mastra.span.type': 'model_chunk' }, { name: 'chunk' }],
  [true, { 'openinference.span.kind': 'CHAIN' }, { name: '__start__', ...langchain }],
  [true, { 'openinference.span.kind': 'CHAIN' }, { name: 'RunnableLambda', ...langchain }],
  [true, { 'openinference.span.kind': 'CHAIN' }, { name: 'ChannelWrite<messages>', ...langchain }],
  [false, { 'openinference.span.kind': 'TOOL' }, { name: 'prompt', ...langchain }],
  [false, { 'openinference.span.kind': 'CHAIN' }, { name: 'prompt' }],
  [true, { 'conversation.id': 'c1' }, { name: 'session.flush_rollout', ...scope('codex_exec') }],
  [false, { 'codex.tool.phase': 'dispatch' }, { name: 'exec_command', ...scope('codex_exec') }],
  [true, {}, { name: 'edge_group.process', ...scope('agent_framework') }],
]

test.each(noises)('noise %s: %j %j', (noise, attributes, rest) => {
  expect(isNoise(otlpSpan(attributes, rest))).toBe(noise)
})
