import { remembered } from '#lib/domain/traces/normalise/lookup.ts'
import type { Reader } from '#lib/domain/traces/normalise/readers.ts'
import { first, type Row, type View } from '#lib/domain/traces/normalise/view.ts'

/** What clients put before the names that their users choose. */
const prefixes = [
  'langfuse.trace.metadata.',
  'langfuse.observation.metadata.',
  'langsmith.metadata.',
  'ai.telemetry.metadata.',
  'ai.settings.context.',
  'traceloop.association.properties.',
  'mastra.metadata.',
  'trace.metadata.openrouter.',
  'trace.metadata.',
  'metadata.',
  'gen_ai.',
  '',
]

/** Names without separators, in lower case. `thread.id` is no session: OpenTelemetry calls threads of the machine so. */
const words = {
  session: new Set(['sessionid', 'threadid', 'conversationid', 'chatid', 'langfusesessionid']),
  user: new Set(['userid', 'enduserid', 'langfuseuserid']),
} as const

type What = keyof typeof words

/** What a key names, whichever way it is written: `session_id`, `sessionId`, `ai.telemetry.metadata.thread-id`. */
const meaningOf = remembered(2000, (key): What | null => {
  const prefix = prefixes.find(candidate => key.startsWith(candidate)) ?? ''
  const name = key.slice(prefix.length)
  // Without a prefix a dot is part of another convention's name.
  const word = (prefix === '' ? name : name.replaceAll('.', '')).replace(/[_-]/g, '').toLowerCase()
  return (Object.keys(words) as What[]).find(what => words[what].has(word)) ?? null
})

/** A table's first value, else the first under a name that means it: in the span's attributes, or in OpenInference's `metadata`. */
export function firstNamed<T>(view: View, what: What, rows: readonly Row[], read: Reader<T>): T | null {
  const listed = first(view, rows, read)
  if (listed !== null) return listed
  for (const record of [view.attributes, view.metadata() ?? {}]) {
    const keys = Object.keys(record).filter(key => meaningOf(key) === what)
    for (const key of keys.sort()) {
      const value = read(record[key] as Parameters<Reader<T>>[0])
      if (value !== null) return value
    }
  }
  return null
}
