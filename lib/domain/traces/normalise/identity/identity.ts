import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { toList, toName } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'
import type { Attributes, AttributeValue, OtlpResource } from '#lib/domain/traces/otlp/types.ts'
import { firstNamed } from './names.ts'

/** Those that go first; other spellings stand in `names.ts`. */
const session: readonly Row[] = [
  { key: 'session.id', from: 'general' },
  { key: 'langfuse.session.id', from: 'langfuse' },
  // Anthropic's own: a session may have several conversations.
  { key: 'anthropic.session.id', from: 'general' },
  { key: 'gen_ai.conversation.id', from: 'genai' },
  { key: 'ai.telemetry.metadata.sessionId', from: 'vercel-ai' },
  { key: 'ai.settings.context.sessionId', from: 'vercel-ai' },
  { key: 'traceloop.association.properties.session_id', from: 'openllmetry' },
  { key: 'traceloop.association.properties.chat_id', from: 'openllmetry' },
  { key: 'traceloop.association.properties.thread_id', from: 'openllmetry' },
  { key: 'mastra.metadata.sessionId', from: 'mastra' },
  { key: 'mastra.metadata.threadId', from: 'mastra' },
  { key: 'langsmith.metadata.session_id', from: 'langsmith' },
  { key: 'langsmith.metadata.thread_id', from: 'langsmith' },
  { key: 'session_id', from: 'openinference', in: 'metadata' },
  { key: 'thread_id', from: 'openinference', in: 'metadata' },
  { key: 'conversation_id', from: 'openinference', in: 'metadata' },
  { key: 'conversation.id', from: 'codex' },
  { key: 'genkit:sessionId', from: 'genkit' },
  { key: 'group_id', from: 'general' },
  { key: 'mlflow.trace.session', from: 'mlflow' },
  { key: 'gcp.vertex.agent.session_id', from: 'google-adk' },
]

const user: readonly Row[] = [
  { key: 'user.id', from: 'general' },
  { key: 'langfuse.user.id', from: 'langfuse' },
  { key: 'enduser.id', from: 'general' },
  { key: 'ai.telemetry.metadata.userId', from: 'vercel-ai' },
  { key: 'ai.settings.context.userId', from: 'vercel-ai' },
  { key: 'traceloop.association.properties.user_id', from: 'openllmetry' },
  { key: 'mastra.metadata.userId', from: 'mastra' },
  { key: 'langsmith.metadata.user_id', from: 'langsmith' },
  { key: 'user_id', from: 'openinference', in: 'metadata' },
  { key: 'gen_ai.user', from: 'openllmetry' },
  { key: 'llm.user', from: 'openllmetry' },
  { key: 'gen_ai.request.user', from: 'openlit' },
  { key: 'mlflow.trace.user', from: 'mlflow' },
]

const release: readonly Row[] = [
  { key: 'holdpoint.release', from: 'holdpoint' },
  { key: 'gen_ai.agent.version', from: 'genai' },
  { key: 'langfuse.version', from: 'langfuse' },
  { key: 'ai.telemetry.metadata.version', from: 'vercel-ai' },
  { key: 'traceloop.entity.version', from: 'openllmetry' },
  { key: 'holdpoint.release', from: 'holdpoint', in: 'resource' },
]

/** After `service.version`, which travels apart (`serviceVersion`). */
const lastRelease: readonly Row[] = [
  { key: 'langfuse.release', from: 'langfuse' },
  // Python 3's SDK says it once, of the process.
  { key: 'langfuse.release', from: 'langfuse', in: 'resource' },
]

const environment: readonly Row[] = [
  { key: 'holdpoint.environment', from: 'holdpoint' },
  { key: 'langfuse.environment', from: 'langfuse' },
  { key: 'deployment.environment.name', from: 'general' },
  { key: 'deployment.environment', from: 'general' },
  { key: 'deployment.environment.name', from: 'general', in: 'resource' },
  { key: 'deployment.environment', from: 'general', in: 'resource' },
  { key: 'langfuse.environment', from: 'langfuse', in: 'resource' },
]

const run: readonly Row[] = [
  { key: 'holdpoint.run.id', from: 'holdpoint' },
  { key: 'holdpoint.run.id', from: 'holdpoint', in: 'resource' },
]

const traceName: readonly Row[] = [
  { key: 'holdpoint.trace.name', from: 'holdpoint' },
  { key: 'langfuse.trace.name', from: 'langfuse' },
  { key: 'langsmith.trace.name', from: 'langsmith' },
]

const promptName: readonly Row[] = [
  { key: 'langfuse.observation.prompt.name', from: 'langfuse' },
  { key: 'traceloop.prompt.key', from: 'openllmetry' },
  { key: 'gen_ai.prompt.name', from: 'genai' },
  { key: 'prompt.id', from: 'openinference' },
]

const promptVersion: readonly Row[] = [
  { key: 'langfuse.observation.prompt.version', from: 'langfuse' },
  { key: 'traceloop.prompt.version', from: 'openllmetry' },
  { key: 'traceloop.prompt.version_name', from: 'openllmetry' },
  { key: 'gen_ai.prompt.version', from: 'genai' },
  { key: 'llm.prompt_template.version', from: 'openinference' },
]

const tags: readonly Row[] = [
  { key: 'holdpoint.tags', from: 'holdpoint' },
  { key: 'langfuse.trace.tags', from: 'langfuse' },
  { key: 'tag.tags', from: 'openinference' },
  { key: 'ai.telemetry.metadata.tags', from: 'vercel-ai' },
  { key: 'mastra.tags', from: 'mastra' },
  { key: 'logfire.tags', from: 'logfire' },
  { key: 'traceloop.association.properties.tags', from: 'openllmetry' },
  { key: 'langsmith.metadata.tags', from: 'langsmith' },
]

/** LangSmith joins its list with commas. */
const joinedTags: readonly Row[] = [{ key: 'langsmith.span.tags', from: 'langsmith' }]
const toParts = (value: AttributeValue) => (typeof value === 'string' ? toList(value.split(',')) : toList(value))

export type Identity = Pick<
  CanonicalSpan,
  | 'release'
  | 'serviceName'
  | 'serviceVersion'
  | 'environment'
  | 'sessionId'
  | 'userId'
  | 'runId'
  | 'traceName'
  | 'promptName'
  | 'promptVersion'
  | 'tags'
>

/** Who and where: everything an aggregate may be grouped by, as the span itself says it. */
export function identityOf(view: View): Identity {
  const service = serviceOf(view.span.resource)
  return {
    release: first(view, release, toName) ?? (service.version === null ? first(view, lastRelease, toName) : null),
    serviceName: service.name,
    serviceVersion: service.version,
    environment: first(view, environment, toEnvironment),
    sessionId: firstNamed(view, 'session', session, toSession),
    userId: firstNamed(view, 'user', user, toName),
    runId: first(view, run, toName),
    traceName: first(view, traceName, toName),
    promptName: first(view, promptName, toName),
    promptVersion: first(view, promptVersion, toName),
    tags: tagsOf(view),
  }
}

/** LangChain tags every step with its place in the chain. */
const stepTag = /^(seq|graph|map):(step|key):/

function tagsOf(view: View): string[] {
  const found = first(view, tags, toList) ?? first(view, joinedTags, toParts) ?? []
  return found.filter(tag => !stepTag.test(tag))
}

/** Microsoft Agent Framework writes the previous response's id as the conversation: it changes with every turn. */
function toSession(value: AttributeValue): string | null {
  const name = toName(value)
  return name?.startsWith('resp_') ? null : name
}

/** Langfuse's SDK writes `default` when nobody chose: the resource may know better. */
function toEnvironment(value: AttributeValue): string | null {
  const name = toName(value)
  return name === 'default' ? null : name
}

function serviceOf(resource: OtlpResource): { name: string | null; version: string | null } {
  const attributes: Attributes = resource.attributes
  const name = toName(attributes['service.name'] ?? null)
  const project = toName(attributes['openinference.project.name'] ?? null)
  return {
    // SDKs fill in `unknown_service`, JavaScript's with the path to node behind it; Phoenix's clients name only a project.
    name: name === null || name.startsWith('unknown_service') ? (project === 'default' ? null : project) : name,
    version: toName(attributes['service.version'] ?? null),
  }
}
