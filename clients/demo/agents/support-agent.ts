import { type Attributes, type SpanContext, SpanKind } from '@opentelemetry/api'
import { stories } from '../calendar.ts'
import { type Answer, askModel } from '../model.ts'
import { supportPrompt } from '../prompts.ts'
import { articles, customers, questions } from '../texts.ts'
import { type DemoScore, json, type RunContext, type RunResult, Steps, share } from './run.ts'

const chain = '@arizeai/openinference-instrumentation-langchain'
const text = { 'input.mime_type': 'text/plain', 'output.mime_type': 'application/json' }

/** A conversation of one to four turns, over some days: a user has several. */
function whoAsks({ run, random }: RunContext) {
  const user = random.pick(customers)
  const window = Math.floor(run.at / (6 * 3_600_000))
  return { user, session: `chat-${user}-${window % 10_000}` }
}

/** LangGraph's shape: retrieve, answer, sometimes a look into the order, answer again. */
export function supportAgent(context: RunContext): RunResult {
  const { run, random, recorder } = context
  const { user, session } = whoAsks(context)
  const topic = random.pick(questions)
  const metadata = json({ ls_integration: 'langgraph', session_id: session, user_id: user, thread_id: session })
  const common = { 'session.id': session, 'user.id': user, metadata, 'tag.tags': [topic.tag] }
  const root = recorder.reserve()
  const steps = new Steps(run.at)
  const node = (name: string, work: (parent: SpanContext) => { output: string; error?: string }) => {
    const own = recorder.reserve(root)
    const start = steps.now
    steps.take(2)
    const { output, error } = work(own)
    steps.take(1)
    const attributes = {
      ...common,
      ...text,
      'openinference.span.kind': 'CHAIN',
      'input.value': topic.question,
      'output.value': output,
    }
    recorder.fulfil(own, {
      scope: chain,
      name,
      start,
      end: steps.now,
      parent: root,
      attributes,
      ...(error && { error }),
    })
    return { output, error }
  }
  const size = tokensOf(run.release)
  node('retrieve', parent =>
    retrieve(context, parent, steps, { common, question: topic.question, count: size.articles }),
  )
  let { output, error } = node('answer', parent => answer(context, parent, steps, { common, topic, size }))
  if (!error && topic.tool) {
    const tool = topic.tool
    const looked = node('tools', parent => useTool(context, parent, steps, { common, tool }))
    error = looked.error
    if (!error)
      ({ output, error } = node('answer', parent =>
        answer(context, parent, steps, { common, topic, size: { ...size, input: size.input * 1.1 } }),
      ))
  }
  const attributes = {
    ...common,
    ...text,
    'openinference.span.kind': 'CHAIN',
    'input.value': topic.question,
    'output.value': error ? '' : output,
  }
  recorder.fulfil(root, {
    scope: chain,
    name: 'LangGraph',
    start: run.at,
    end: steps.now,
    attributes,
    ...(error && { error }),
  })
  return {
    traceId: root.traceId,
    end: steps.now,
    failed: error !== undefined,
    scores: scoresOf(context, root.traceId, error !== undefined),
  }
}

/** The dearer release reads more articles and writes them all into the prompt. */
function tokensOf(release: string) {
  const factor = release === stories.dearer.release ? stories.dearer.factor : 1
  return { input: 4_800 * factor, output: 210 * factor, articles: factor > 1 ? 7 : 4 }
}

interface Retrieval {
  common: Attributes
  question: string
  count: number
}

function retrieve(
  { random, recorder }: RunContext,
  parent: SpanContext,
  steps: Steps,
  { common, question, count }: Retrieval,
) {
  recorder.span({
    scope: 'opentelemetry.instrumentation.openai_v2',
    name: 'embeddings text-embedding-3-small',
    ...steps.take(random.around(70)),
    parent,
    kind: SpanKind.CLIENT,
    attributes: {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'text-embedding-3-small',
      'gen_ai.response.model': 'text-embedding-3-small',
      'gen_ai.usage.input_tokens': Math.round(question.length / 4),
    },
  })
  const found = Array.from({ length: count }, () => random.pick(articles))
  const documents: Attributes = {}
  found.forEach(({ id, title }, n) => {
    documents[`retrieval.documents.${n}.document.content`] = title
    documents[`retrieval.documents.${n}.document.metadata`] = json({ id, source: 'kb' })
    documents[`retrieval.documents.${n}.document.score`] = share(0.93 - n * 0.06 + random.between(-0.03, 0.03))
  })
  const output = json({ documents: found.map(({ id, title }) => ({ pageContent: title, metadata: { id } })) })
  const attributes = {
    ...common,
    ...text,
    'openinference.span.kind': 'RETRIEVER',
    'input.value': question,
    'output.value': output,
    ...documents,
  }
  recorder.span({ scope: chain, name: 'KB', ...steps.take(random.around(45, 0.5)), parent, attributes })
  return { output }
}

interface Ask {
  common: Attributes
  topic: (typeof questions)[number]
  size: { input: number; output: number }
}

function answer(
  { run, random, recorder }: RunContext,
  parent: SpanContext,
  steps: Steps,
  { common, topic, size }: Ask,
) {
  const { errorBurst } = stories
  const overloaded = random.chance(run.bursting ? errorBurst.share : 0.006)
  const call = askModel(random, 'gpt-4o', { ...size, cached: 0.35 })
  const attributes = {
    ...common,
    'openinference.span.kind': 'LLM',
    'prompt.id': supportPrompt.name,
    'llm.prompt_template.version': `${run.release === stories.dearer.release ? supportPrompt.ofDearer : supportPrompt.version}`,
    'input.value': topic.question,
    'input.mime_type': 'text/plain',
    'llm.input_messages.0.message.role': 'user',
    'llm.input_messages.0.message.content': topic.question,
    'llm.invocation_parameters': json({ model: call.model.request, temperature: 0.2 }),
  }
  if (overloaded) {
    const error = 'InternalServerError: the model is overloaded, try again later (529)'
    recorder.span({
      scope: chain,
      name: 'ChatOpenAI',
      ...steps.take(random.around(6_000, 0.4)),
      parent,
      attributes: { ...attributes, 'llm.model_name': call.model.request },
      error,
    })
    return { output: '', error }
  }
  recorder.span({
    scope: chain,
    name: 'ChatOpenAI',
    ...steps.take(call.ms),
    parent,
    attributes: {
      ...attributes,
      ...usageOf(call),
      'output.value': topic.answer,
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': topic.answer,
    },
  })
  return { output: topic.answer }
}

/** As OpenInference writes what a model call took. */
export const usageOf = ({ model, inputTokens, outputTokens, cachedTokens }: Answer): Attributes => ({
  'llm.model_name': model.response,
  'llm.provider': model.provider,
  'llm.token_count.prompt': inputTokens,
  'llm.token_count.completion': outputTokens,
  'llm.token_count.total': inputTokens + outputTokens,
  'llm.token_count.prompt_details.cache_read': cachedTokens,
  'llm.finish_reason': 'stop',
})

function useTool(
  { random, recorder }: RunContext,
  parent: SpanContext,
  steps: Steps,
  { common, tool }: { common: Attributes; tool: string },
) {
  const order = random.whole(80_000, 99_999)
  const failed = random.chance(0.015)
  const output = json({ order, state: random.pick(['shipped', 'paid', 'returned', 'waiting for stock']) })
  const attributes = {
    ...common,
    'openinference.span.kind': 'TOOL',
    'tool.name': tool,
    'input.value': json({ order }),
    'input.mime_type': 'application/json',
    ...(failed ? {} : { 'output.value': output }),
  }
  const error = failed ? 'TimeoutError: the order service did not answer within 5 s' : undefined
  recorder.span({
    scope: chain,
    name: tool,
    ...steps.take(failed ? 5_000 : random.around(120, 0.5)),
    parent,
    attributes,
    ...(error && { error }),
  })
  return { output, ...(error && { error }) }
}

/** A judge looks at every fourth answer; customers say something about every eighth. */
function scoresOf({ random, run }: RunContext, traceId: string, failed: boolean): DemoScore[] {
  const scores: DemoScore[] = []
  if (!failed && random.chance(0.25)) {
    const value = share(random.between(0.72, 1) - (random.chance(0.1) ? 0.3 : 0))
    scores.push({
      id: `${run.id}-quality`,
      name: 'answer_quality',
      source: 'judge',
      dataType: 'numeric',
      value,
      traceId,
    })
  }
  if (random.chance(failed ? 0.4 : 0.12)) {
    const pleased = random.chance(failed ? 0.05 : 0.86)
    scores.push({
      id: `${run.id}-thumb`,
      name: 'helpful',
      source: 'human',
      dataType: 'boolean',
      value: pleased,
      traceId,
    })
    if (!pleased) {
      const value = failed ? 'no answer' : random.pick(['wrong', 'too long', 'not my question'])
      scores.push({
        id: `${run.id}-reason`,
        name: 'complaint',
        source: 'human',
        dataType: 'categorical',
        value,
        traceId,
      })
    }
  }
  return scores
}
