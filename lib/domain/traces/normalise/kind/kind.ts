import { type SpanKind, spanKinds } from '#lib/domain/traces/canonical.ts'
import { scopeFramework } from '#lib/domain/traces/normalise/identity/framework.ts'
import { lookup } from '#lib/domain/traces/normalise/lookup.ts'
import type { Convention } from '#lib/domain/traces/normalise/view.ts'
import type { AttributeValue, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { isRuntimeMessaging, isStreamStart } from './noise.ts'

interface KindRow {
  key: string
  from: Convention
  /** Kind for a value; null goes on to the next row. */
  kind: (value: AttributeValue, span: OtlpSpan) => SpanKind | null
}

/** Looks a value up without regard to case; `otherwise` is for values a newer client may send. */
function by(values: Readonly<Record<string, SpanKind>>, otherwise: SpanKind | null) {
  const table = lookup(values)
  return (value: AttributeValue): SpanKind | null =>
    typeof value === 'string' ? (table.get(value.toLowerCase()) ?? otherwise) : null
}

const always = (kind: SpanKind) => () => kind

const own = Object.fromEntries(spanKinds.map(kind => [kind, kind]))

const langfuse: Record<string, SpanKind> = {
  generation: 'llm',
  embedding: 'embedding',
  agent: 'agent',
  tool: 'tool',
  chain: 'chain',
  span: 'chain',
  retriever: 'retriever',
  guardrail: 'guardrail',
  evaluator: 'evaluator',
  event: 'other',
}

const openinference: Record<string, SpanKind> = {
  llm: 'llm',
  chain: 'chain',
  agent: 'agent',
  tool: 'tool',
  retriever: 'retriever',
  reranker: 'retriever',
  embedding: 'embedding',
  guardrail: 'guardrail',
  evaluator: 'evaluator',
}

const mastra: Record<string, SpanKind> = {
  agent_run: 'agent',
  model_inference: 'llm',
  // The first versions' name; of the later `model_generation` the call is a span inside.
  llm_generation: 'llm',
  tool_call: 'tool',
  mcp_tool_call: 'tool',
  processor_run: 'guardrail',
  scorer_run: 'evaluator',
  scorer_step: 'evaluator',
  model_chunk: 'other',
}

const operation: Record<string, SpanKind> = {
  chat: 'llm',
  text_completion: 'llm',
  generate_content: 'llm',
  completion: 'llm',
  completions: 'llm',
  acompletion: 'llm',
  // Semantic Kernel's first names.
  'chat.completions': 'llm',
  'text.completions': 'llm',
  chat_completion: 'llm',
  chat_completions: 'llm',
  // Google ADK.
  call_llm: 'llm',
  responses: 'llm',
  aresponses: 'llm',
  anthropic_messages: 'llm',
  generate: 'llm',
  llm_request: 'llm',
  llm_call: 'llm',
  embeddings: 'embedding',
  embedding: 'embedding',
  aembedding: 'embedding',
  execute_tool: 'tool',
  tool_call: 'tool',
  invoke_agent: 'agent',
  create_agent: 'agent',
  retrieval: 'retriever',
  search_memory: 'retriever',
  vector_db_retrieve: 'retriever',
  vectordb: 'retriever',
  rerank: 'retriever',
  arerank: 'retriever',
}

const langsmith: Record<string, SpanKind> = {
  llm: 'llm',
  tool: 'tool',
  retriever: 'retriever',
  embedding: 'embedding',
  chain: 'chain',
  prompt: 'chain',
  parser: 'chain',
}

const genkit: Record<string, SpanKind> = {
  model: 'llm',
  tool: 'tool',
  'tool.v2': 'tool',
  embedder: 'embedding',
  retriever: 'retriever',
  reranker: 'retriever',
  evaluator: 'evaluator',
  agent: 'agent',
}

const requestType: Record<string, SpanKind> = {
  chat: 'llm',
  completion: 'llm',
  embedding: 'embedding',
  rerank: 'retriever',
}

const vectorStores = new Set(
  'pinecone chroma chromadb qdrant weaviate milvus lancedb marqo vespa pgvector redis_vector'.split(' '),
)

/** Kind of a span, first hit; the order of otel.md 2.3. */
const rows: readonly KindRow[] = [
  { key: 'holdpoint.span.kind', from: 'holdpoint', kind: by(own, null) },
  { key: 'langfuse.observation.type', from: 'langfuse', kind: by(langfuse, null) },
  { key: 'openinference.span.kind', from: 'openinference', kind: openinferenceKind },
  { key: 'mastra.span.type', from: 'mastra', kind: by(mastra, 'chain') },
  // Before the operation name: the CrewAI package writes invoke_agent on workflow, task and agent alike.
  {
    key: 'traceloop.span.kind',
    from: 'openllmetry',
    kind: by({ workflow: 'chain', task: 'chain', agent: 'agent', tool: 'tool', handoff: 'chain' }, null),
  },
  { key: 'crewai.crew.id', from: 'crewai', kind: always('chain') },
  { key: 'logfire.msg_template', from: 'logfire', kind: logfireKind },
  // Before the operation name: LangSmith calls a prompt template a chat.
  { key: 'langsmith.span.kind', from: 'langsmith', kind: by(langsmith, null) },
  { key: 'mlflow.spanType', from: 'mlflow', kind: mlflowKind },
  { key: 'gen_ai.operation.name', from: 'genai', kind: by(operation, 'chain') },
  { key: 'gcp.vertex.agent.llm_request', from: 'google-adk', kind: adkKind },
  { key: 'span.type', from: 'claude-code', kind: claudeCodeKind },
  { key: 'codex.usage.total_tokens', from: 'codex', kind: always('llm') },
  { key: 'codex.turn.token_usage.total_tokens', from: 'codex', kind: always('agent') },
  { key: 'codex.tool.phase', from: 'codex', kind: by({ dispatch: 'tool' }, null) },
  { key: 'genkit:metadata:subtype', from: 'genkit', kind: by(genkit, 'chain') },
  { key: 'ai.operationId', from: 'vercel-ai', kind: aiSdkKind },
  { key: 'llm.request.type', from: 'openllmetry', kind: by(requestType, null) },
  { key: 'gen_ai.tool.name', from: 'genai', kind: always('tool') },
  { key: 'tool.name', from: 'openinference', kind: always('tool') },
  { key: 'mcp.method.name', from: 'genai', kind: by({ 'tools/call': 'tool' }, 'chain') },
  { key: 'db.vector.query.top_k', from: 'openllmetry', kind: always('retriever') },
  { key: 'db.system', from: 'openllmetry', kind: vectorStoreKind },
  { key: 'db.system.name', from: 'general', kind: vectorStoreKind },
]

const openinferenceWord = by(openinference, 'chain')

/** LlamaIndex's instrumentation calls every method of a model class LLM, those too that only put a request together. */
function openinferenceKind(value: AttributeValue, span: OtlpSpan): SpanKind | null {
  const kind = openinferenceWord(value)
  return kind === 'llm' && /\._prepare\w*$/.test(span.name) ? 'chain' : kind
}

/** Logfire's own instrumentation of OpenAI's agents says what a span is only in its message template; a stream's call is the line that ends it. */
function logfireKind(value: AttributeValue, span: OtlpSpan): SpanKind | null {
  if (isStreamStart(span)) return 'chain'
  if (typeof value !== 'string' || span.scope.name !== 'logfire.openai_agents') return null
  if (value.startsWith('Agent run:')) return 'agent'
  if (value.startsWith('Function:')) return 'tool'
  if (value.startsWith('Guardrail')) return 'guardrail'
  return /^(Responses API|Chat completion|Speech|Transcription)/.test(value) ? 'llm' : null
}

/** Claude Code's beta traces; its first versions had no operation name. */
function claudeCodeKind(value: AttributeValue, span: OtlpSpan): SpanKind | null {
  return span.scope.name.includes('claude_code') ? claudeCode(value) : null
}

/** ADK's first versions give a model call no operation name; a tool's span has the request of one, empty. */
function adkKind(request: AttributeValue): SpanKind | null {
  return typeof request === 'string' && request.length > 2 ? 'llm' : null
}

const claudeCode = by({ interaction: 'agent', llm_request: 'llm', tool: 'tool' }, 'chain')

const mlflow = by(
  {
    llm: 'llm',
    chat_model: 'llm',
    agent: 'agent',
    tool: 'tool',
    retriever: 'retriever',
    reranker: 'retriever',
    embedding: 'embedding',
    guardrail: 'guardrail',
    evaluator: 'evaluator',
  },
  null,
)

/** MLflow writes its attributes as JSON: the type arrives in quotes. */
function mlflowKind(value: AttributeValue): SpanKind | null {
  return typeof value === 'string' ? mlflow(value.replaceAll('"', '')) : null
}

function aiSdkKind(value: AttributeValue, span: OtlpSpan): SpanKind | null {
  if (typeof value !== 'string') return null
  if (value === 'ai.toolCall') return 'tool'
  if (/\.(doGenerate|doStream)$/.test(value)) return 'llm'
  if (/\.doEmbed$/.test(value)) return 'embedding'
  if (/\.doRerank$/.test(value)) return 'retriever'
  const generates = /^ai\.(generate|stream)(Text|Object)$/.test(value)
  return generates && span.parentSpanId === null ? 'agent' : 'chain'
}

function vectorStoreKind(value: AttributeValue): SpanKind | null {
  return typeof value === 'string' && vectorStores.has(value.toLowerCase()) ? 'retriever' : null
}

const modelKeys = ['gen_ai.response.model', 'gen_ai.request.model', 'llm.model_name', 'ai.model.id', 'model']
const usageKey = /^(gen_ai\.usage\.|llm\.(token_count|usage)\.|ai\.usage\.)/
const aiKey =
  /^(gen_ai|llm|ai|traceloop|langfuse|langsmith|mastra|openinference|crewai|crew_|pydantic_ai|mlflow|lk|workflow|executor|holdpoint)[._]/

/** ADK's agents before they had an operation name: `agent_run [planner]`. */
const isAdkAgent = ({ scope, name }: OtlpSpan) => scope.name === 'gcp.vertex.agent' && /^agent_run\b/.test(name)

/** Kind of a span. A span that says nothing of AI at all (HTTP, a database, a team's own) is `other`. */
export function kindOf(span: OtlpSpan): SpanKind {
  if (isRuntimeMessaging(span)) return 'other'
  if (isAdkAgent(span)) return 'agent'
  for (const row of rows) {
    const value = span.attributes[row.key]
    if (value === undefined || value === null) continue
    const kind = row.kind(value, span)
    if (kind !== null) return kind
  }
  const keys = Object.keys(span.attributes)
  if (modelKeys.some(key => span.attributes[key] !== undefined) && keys.some(key => usageKey.test(key))) return 'llm'
  return scopeFramework(span.scope.name) !== null || keys.some(key => aiKey.test(key)) ? 'chain' : 'other'
}
