import { jsonSafe } from '#lib/domain/traces/normalise/attributes/json-safe.ts'
import type { Attributes, AttributeValue } from '#lib/domain/traces/otlp/types.ts'

/** The most messages, parts or documents of one flattened list. A larger index is a mistake or an attack. */
const slotLimit = 1024
const pathLimit = 8

type Node = Map<string, Node | { leaf: unknown }>

/** Steps of OpenInference's paths that name only what the list already is. */
const wrappers = new Set([
  'message',
  'message_content',
  'tool_call',
  'document',
  'evaluation',
  'annotation',
  'tool',
  'image',
])

/**
 * Puts a flattened list (`llm.input_messages.0.message.role`, `gen_ai.prompt.0.content`) together again. Order follows the indices, not the
 * attributes; gaps (the SDK's 128 limit leaves some) close up. Empty when no key has the prefix.
 */
export function assemble(attributes: Attributes, prefix: string): unknown[] {
  const root: Node = new Map()
  const start = `${prefix}.`
  for (const key of Object.keys(attributes)) {
    if (!key.startsWith(start)) continue
    const path = key.slice(start.length).split('.')
    if (path.length > pathLimit || !isSlot(path[0])) continue
    place(root, path, key, attributes[key] ?? null)
  }
  const list = build(root)
  return Array.isArray(list) ? list : []
}

function place(root: Node, path: string[], key: string, value: AttributeValue): void {
  let node = root
  for (const step of path.slice(0, -1)) {
    const next = node.get(step)
    if (next instanceof Map) node = next
    else {
      const made: Node = new Map()
      node.set(step, made)
      node = made
    }
  }
  const last = path.at(-1) ?? ''
  if (!(node.get(last) instanceof Map)) node.set(last, { leaf: jsonSafe(value, key) })
}

function isSlot(step: string | undefined): boolean {
  return step !== undefined && /^\d{1,4}$/.test(step) && Number(step) < slotLimit
}

function build(node: Node): unknown {
  const keys = [...node.keys()]
  if (keys.length > 0 && keys.every(isSlot)) {
    return keys.sort((a, b) => Number(a) - Number(b)).map(key => valueIn(node, key))
  }
  const [only] = keys
  if (keys.length === 1 && only !== undefined && wrappers.has(only) && node.get(only) instanceof Map)
    return valueIn(node, only)
  const entries = keys.sort().map(key => [key, valueIn(node, key)])
  return Object.fromEntries(entries)
}

function valueIn(node: Node, key: string): unknown {
  const child = node.get(key)
  if (child instanceof Map) return build(child)
  return child?.leaf ?? null
}
