import { createHash } from 'node:crypto'

const longest = 200

/**
 * A tool call id as it is kept. Null for an empty one, which some servers give every call (lmstudio-bug-tracker 830, run-llama/llama_index
 * 20207). Of a long one the beginning and a digest: LiteLLM puts Gemini's signature of its thoughts into the id (BerriAI/litellm 41534).
 */
export function keptCallId(told: string | undefined): string | null {
  const id = told?.trim() ?? ''
  if (id.length <= longest) return id === '' ? null : id
  return `${id.slice(0, 120)}…${createHash('sha256').update(id).digest('hex')}`
}
