import type { SpanState } from './span-state.ts'

/** Begins a name of twins. No id of an answer has it: names from clients are trimmed (`cleanName`). */
const sign = '\n'

/**
 * The name that spans beside each other share if they may tell of one call: their parent, their kind and their tokens. Null for all but calls
 * with known tokens. `load-traces.ts` looks spans up by its words.
 */
export function twinName({ kind, noise, parentSpanId, input, output }: SpanState): string | null {
  if ((kind !== 'llm' && kind !== 'embedding') || noise || !input || (kind === 'llm' && !output)) return null
  return `${sign}${kind} ${input} ${output ?? ''} ${parentSpanId ?? ''}`
}

/** The words of a name of twins; null for an id of an answer. */
export function twinsOf(name: string): { parent: string; kind: string; input: string; output: string } | null {
  if (!name.startsWith(sign)) return null
  const [kind = '', input = '', output = '', ...parent] = name.slice(sign.length).split(' ')
  return { parent: parent.join(' '), kind, input, output }
}

/**
 * Whether two spans with one name of twins are one call. Two instrumentations of the same call, of which one knows no id of the answer, are at
 * work at the same time with the same model: two calls of one program do not agree in all of this. LiteLLM calls its callbacks twice for some
 * requests, with the same two times and an id made up anew for each (BerriAI/litellm 31121, 10588, 13785). Anything else may be two calls with
 * the same prompt.
 */
export function toldTwice(a: SpanState, b: SpanState): boolean {
  if (a.model === null || b.model === null || plainName(a.model) !== plainName(b.model)) return false
  const agree = a.cachedInput === null || b.cachedInput === null || a.cachedInput === b.cachedInput
  if (!agree || a.endUs === null || b.endUs === null) return false
  if (a.scopeName !== b.scopeName)
    return idsAgree(a.responseId, b.responseId) && a.startUs < b.endUs && b.startUs < a.endUs
  const sameTimes = a.startUs === b.startUs && a.endUs === b.endUs
  return isLitellm(a) && a.name === b.name && sameTimes && idsAgree(a.responseId, b.responseId)
}

const isLitellm = ({ scopeName }: SpanState) => scopeName !== null && /^litellm\b/i.test(scopeName)

/** LiteLLM’s own ids, of answers whose provider gave none or another. */
const madeUp = /^chatcmpl-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

function idsAgree(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b || madeUp.test(a) || madeUp.test(b)
}

/** A model without who serves it, and without its date: one instrumentation names what was asked for, the other what answered. */
function plainName(model: string): string {
  const name = model.slice(model.lastIndexOf('/') + 1).toLowerCase()
  return name.replace(/[-@](\d{4}-\d{2}-\d{2}|\d{8}|latest)$/, '')
}
