export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where frameworks keep a conversation inside a larger object: requests, an API's answers, Gemini's. First hit. */
const places = ['messages', 'choices', 'output', 'contents', 'candidates']

/**
 * The turns of a payload as records with a role, unread: a list, one alone, or a list inside the request or the answer of
 * a model's API, as MLflow and LangSmith keep it. LangChain's own objects and lists of lists are opened.
 */
export function messageList(value: unknown): unknown[] {
  const place = isRecord(value) && value.role === undefined ? places.find(key => Array.isArray(value[key])) : undefined
  const list = place === undefined ? value : (value as Record<string, unknown>)[place]
  return (Array.isArray(list) ? list.flat() : [list]).map(opened)
}

const langchainRoles: Readonly<Record<string, string>> = {
  human: 'user',
  ai: 'assistant',
  system: 'system',
  tool: 'tool',
}

/** A turn from its wrapper: an API's choice or candidate, LangChain's constructor call or its message by type. */
function opened(value: unknown): unknown {
  if (!isRecord(value)) return value
  if (isRecord(value.message)) return value.message
  if (isRecord(value.content) && value.role === undefined) return value.content
  if (value.type === 'function_call') return { role: 'assistant', content: [value] }
  if (typeof value.role === 'string') return value
  const kwargs = isRecord(value.kwargs) ? value.kwargs : value
  const role = langchainRoles[langchainType(value)]
  return role === undefined || kwargs.content === undefined ? value : { ...kwargs, role }
}

/** `human` of `{type: 'human'}` and of `{id: [..., 'HumanMessageChunk'], kwargs}`. */
function langchainType(value: Record<string, unknown>): string {
  if (value.type !== 'constructor') return String(value.type)
  const name = Array.isArray(value.id) ? String(value.id.at(-1)) : ''
  return /^(\w+?)Message(Chunk)?$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
