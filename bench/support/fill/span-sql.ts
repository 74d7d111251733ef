import { models } from './fleet.ts'
import { quoted } from './trace-sql.ts'

/** The ten spans of a trace: an agent that plans, asks models, and uses tools and a search. `up` is the parent's number. */
const shape = [
  { k: 1, kind: 'agent', up: null, operation: 'invoke_agent' },
  { k: 2, kind: 'chain', up: 1, operation: null },
  { k: 3, kind: 'llm', up: 2, operation: 'chat' },
  { k: 4, kind: 'tool', up: 1, operation: 'execute_tool' },
  { k: 5, kind: 'llm', up: 1, operation: 'chat' },
  { k: 6, kind: 'tool', up: 1, operation: 'execute_tool' },
  { k: 7, kind: 'llm', up: 1, operation: 'chat' },
  { k: 8, kind: 'retriever', up: 1, operation: 'retrieval' },
  { k: 9, kind: 'tool', up: 1, operation: 'execute_tool' },
  { k: 10, kind: 'llm', up: 1, operation: 'chat' },
] as const
export const spansPerTrace = shape.length

const sql = (value: string | number | null) =>
  value === null ? 'null' : typeof value === 'number' ? value : quoted(value)
const rows = shape.map(({ k, kind, up, operation }) => `(${k}, ${sql(kind)}, ${sql(up)}::int, ${sql(operation)}::text)`)

const id = (k: string) => `substr(md5(t.trace_id || '/' || ${k}), 1, 16)`
const rate = (part: 'input' | 'output') =>
  `case t.model ${models.map(model => `when ${quoted(model.name)} then ${model[part] ?? 'null::int'}`).join(' ')} end`

const providers = models.map(({ name, provider }) => `when ${quoted(name)} then ${quoted(provider)}`).join(' ')

/** One call in forty tells no tokens. */
const silent = `(k = 7 and t.n % 10 = 0)`
/** What a span tells: as the normaliser would have read it. */
const told = `select t.*, k, kind, operation, ${id('k')} as span_id, case when up is not null then ${id('up')} end as parent_span_id,
    case when k = 1 then 'invoke_agent ' || t.agent when kind = 'tool' then 'execute_tool ' || tool when kind = 'llm' then 'chat ' || t.model else kind end as name,
    case when t.failed and k in (1, 9) then 'error' else 'ok' end as status,
    t.start_us + (k - 1) * t.step_us as begins, case when k = 1 then t.start_us + 10 * t.step_us else t.start_us + k * t.step_us - 20000 end as ends,
    tool, case when kind = 'llm' then t.model end as called,
    case when kind = 'llm' and not ${silent} then 400 + 300 * k + t.size * 250 end as input,
    case when kind = 'llm' and not ${silent} then 40 + 25 * k + t.size * 7 end as output,
    case when kind = 'llm' and not ${silent} then 100 * k end as cached,
    case when t.model like 'claude%' and k = 3 then 50 + t.size end as written, case when t.model = 'gpt-4o' and k = 10 then 20 + t.size end as reasoning,
    ${rate('input')} as rate_in, ${rate('output')} as rate_out
  from filling t cross join (values ${rows.join(', ')}) as shape(k, kind, up, operation)
  cross join lateral (select case when k = 4 then t.tool_a when k in (6, 9) then t.tool_b end as tool) u`

const attributeOf: Record<string, string> = {
  'gen_ai.operation.name': 'operation',
  'gen_ai.agent.name': 'case when k = 1 then agent end',
  'gen_ai.request.model': 'called',
  'gen_ai.tool.name': 'tool',
  'gen_ai.usage.input_tokens': 'input',
  'gen_ai.usage.output_tokens': 'output',
  'gen_ai.usage.cache_read.input_tokens': 'cached',
  'app.tenant': 'case when k = 1 then tenant end',
  'app.step': 'k',
  'app.order': 'n',
  'app.region': "(array['eu-west', 'us-east', 'ap-south'])[(1 + n % 3)::int]",
  'http.response.status_code': "case when kind = 'tool' then 200 end",
  'resource.service.name': "'fleet'",
  'resource.service.version': 'release',
  'resource.host.name': "'host-' || n % 40",
  'resource.deployment.environment.name': 'environment',
  'resource.telemetry.sdk.language': "'python'",
}
const pairs = Object.entries(attributeOf).map(([key, value]) => `${quoted(key)}, ${value}`)
const attributes = `jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')}))`
const attributeCount = `num_nonnulls(${Object.values(attributeOf).join(', ')})`

const question = `case when k = 1 or kind = 'llm' then 'Please look after ' || subject || ' for ' || tenant end`
const answer = `case when k = 1 or kind = 'llm' then 'Done with ' || subject || ' in step ' || k end`

/** Of an agent and its chain: calls with usage, and with a cost where the model of one has a price. */
const below = `case when k in (1, 2) then case when bool_or(input * rate_in is not null) over (partition by trace_id) then 55 else 7 end else 0 end`

/** Spans of the day's traces with what attribution finds in them, in the order of the table's key. $1 project, $2 price list. */
export const spanRows = `insert into span (project_id, day, trace_id, span_id, parent_span_id, name, kind, operation, noise, status, start_us, end_us,
    own_agent, own_framework, own_release, own_environment, own_session_id, own_user_id, scope_name, tags, model, request_model, provider, tool,
    input_tokens, output_tokens, cached_input_tokens, cache_write_tokens, reasoning_tokens, computed_cost_nanos,
    fresh_cost_nanos, cached_cost_nanos, cache_write_cost_nanos, output_cost_nanos, reasoning_cost_nanos, price_version, input_preview, output_preview, dropped_attributes,
    attribute_count, content_hash, agent, framework, release, environment, session_id, user_id, counted, request, repeats, model_call, unmetered, below)
  select $1, day, trace_id, span_id, parent_span_id, s.name, kind, operation, false, status, begins, ends,
    case when k = 1 then agent end, case when k = 1 then framework end, case when k = 1 then release end, case when k = 1 then environment end,
    case when k = 1 then session_id end, case when k = 1 then user_id end, 'fleet', case when k = 1 then tags else '{}' end, called, called, case called ${providers} end, tool,
    input, output, cached, written, reasoning, input * rate_in + output * rate_out,
    (input - cached - coalesce(written, 0)) * rate_in, cached * rate_in, case when rate_in is not null and input is not null then coalesce(written, 0) * rate_in end,
    (output - coalesce(reasoning, 0)) * rate_out, case when rate_out is not null and input is not null then coalesce(reasoning, 0) * rate_out end,
    case when input * rate_in is not null then $2 end,
    ${question}, ${answer}, 0, ${attributeCount}, '', agent, framework, release, environment, session_id, user_id,
    input is not null, k = 1, false, kind = 'llm', kind = 'llm' and input is null, ${below}
  from (${told}) s order by trace_id, span_id`

/** Their payloads. $1 project. */
export const payloadRows = `insert into span_payload (project_id, day, trace_id, span_id, input, output, attributes, events, links)
  select $1, day, trace_id, span_id, ${question}, ${answer}, ${attributes}, '[]', '[]' from (${told}) s order by trace_id, span_id`
