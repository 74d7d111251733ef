import { z } from 'zod'

/** One field of a form, as the schema of a configuration object describes it. Made on the server: browsers have no schemas. */
export interface FormField {
  name: string
  label: string
  note: string | null
  input: 'text' | 'markdown' | 'number' | 'switch' | 'choice' | 'list' | 'json' | 'group'
  /** May be left empty. */
  optional: boolean
  options: string[]
  /** A choice among numbers. */
  numeric: boolean
  maxLength: number | null
  /** Of a group. */
  fields: FormField[]
}

interface Node {
  type?: string
  title?: string
  description?: string
  contentMediaType?: string
  enum?: (string | number)[]
  maxLength?: number
  anyOf?: Node[]
  items?: Node
  properties?: Record<string, Node>
  required?: string[]
}

/** The form that follows from the fields of a kind, in their order. Names and notes are the schema's title and description. */
export function formFields(fields: z.ZodRawShape): FormField[] {
  return fieldsOf(z.toJSONSchema(z.object(fields), { io: 'input', unrepresentable: 'any' }) as Node)
}

const fieldsOf = ({ properties = {}, required = [] }: Node): FormField[] =>
  Object.entries(properties).map(([name, node]) => fieldOf(name, node, required.includes(name)))

function fieldOf(name: string, outer: Node, required: boolean): FormField {
  const node = { ...outer, ...(outer.anyOf?.find(each => each.type !== 'null') ?? {}) }
  const input = inputOf(node)
  return {
    name,
    label: outer.title ?? node.title ?? name,
    note: outer.description ?? node.description ?? null,
    input,
    optional: !required,
    options: (node.enum ?? []).map(String),
    numeric: node.enum?.every(option => typeof option === 'number') ?? false,
    maxLength: node.maxLength ?? null,
    fields: input === 'group' ? fieldsOf(node) : [],
  }
}

function inputOf({ type, enum: options, contentMediaType, items, properties }: Node): FormField['input'] {
  if (options) return 'choice'
  if (type === 'boolean') return 'switch'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'array' && items?.type === 'string') return 'list'
  if (type === 'object' && properties) return 'group'
  if (type === 'string') return contentMediaType === 'text/markdown' ? 'markdown' : 'text'
  return 'json'
}
