/** What this page reads of an OpenAPI 3.1 document. Pure. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  description?: string
  default?: unknown
  const?: unknown
  enum?: unknown[]
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

interface Content {
  content?: Record<string, { schema?: Schema; example?: unknown }>
}

interface Operation {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  security?: unknown[]
  parameters?: { in: string; name: string; required?: boolean; description?: string; schema?: Schema }[]
  requestBody?: Content
  responses: Record<string, Content>
  'x-problem-types'?: string[]
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

export interface Field {
  /** Dotted from the top; `[]` stands for each item of a list. */
  name: string
  type: string
  required: boolean
  /** Bounds, in words. */
  limits: string
  description: string
}

export interface Endpoint {
  id: string
  method: string
  path: string
  group: string
  summary: string
  description: string
  /** Nobody needs to be signed in. */
  open: boolean
  parameters: (Field & { in: string })[]
  body: Field[]
  status: string
  answer: Field[]
  problems: string[]
  /** What a request body may look like; null where there is none. */
  example: unknown
}

/** Levels of nesting that are listed; what lies deeper is named by its type alone. */
const maxDepth = 4

/** Groups that few read go last. */
const late = ['access', 'langfuse']

/** Every endpoint of the document, by group. */
export function endpointsOf(document: ApiDocument): Endpoint[] {
  const schemas = document.components?.schemas ?? {}
  const endpoints = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => endpoint(schemas, { path, method, operation })),
  )
  return endpoints.sort((a, b) => late.indexOf(a.group) - late.indexOf(b.group))
}

type Schemas = Record<string, Schema>

function endpoint(
  schemas: Schemas,
  { path, method, operation }: { path: string; method: string; operation: Operation },
): Endpoint {
  const [status = '200', success] = Object.entries(operation.responses).find(([code]) => code !== 'default') ?? []
  const body = jsonSchema(operation.requestBody)
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    group: operation.tags?.[0] ?? operation.operationId,
    summary: operation.summary ?? operation.operationId,
    description: operation.description ?? '',
    open: operation.security?.length === 0,
    parameters: (operation.parameters ?? []).map(parameter => ({
      ...field(schemas, parameter.name, parameter.schema ?? {}, parameter.required ?? false),
      ...(parameter.description ? { description: parameter.description } : {}),
      in: parameter.in,
    })),
    body: body ? fieldsOf(schemas, body) : [],
    status,
    answer: fieldsOf(schemas, jsonSchema(success) ?? {}),
    problems: operation['x-problem-types'] ?? [],
    example: operation.requestBody?.content?.['application/json']?.example ?? (body ? exampleOf(schemas, body) : null),
  }
}

const jsonSchema = (content: Content | undefined) => content?.content?.['application/json']?.schema

/** Follows a reference, and takes the one alternative that is not null. */
function resolve(schemas: Schemas, schema: Schema): { schema: Schema; nullable: boolean } {
  const name = schema.$ref?.split('/').at(-1)
  if (name) {
    // JSON inside JSON, which any value may be.
    if (JSON.stringify(schemas[name] ?? {}).includes(`"${schema.$ref}"`)) return { schema: {}, nullable: false }
    const found = resolve(schemas, schemas[name] ?? {})
    return { ...found, schema: { ...found.schema, description: schema.description ?? found.schema.description } }
  }
  const [only] = schema.allOf ?? []
  if (only && schema.allOf?.length === 1)
    return resolve(schemas, { ...only, description: schema.description ?? only.description })
  const choices = schema.anyOf ?? schema.oneOf ?? []
  const real = choices.filter(choice => choice.type !== 'null')
  const [one] = real
  if (one && real.length === 1) {
    const found = resolve(schemas, {
      ...one,
      description: schema.description ?? one.description,
      default: schema.default,
    })
    return { schema: found.schema, nullable: real.length < choices.length }
  }
  const types = Array.isArray(schema.type) ? schema.type : []
  if (types.length > 0)
    return { schema: { ...schema, type: types.find(type => type !== 'null') }, nullable: types.includes('null') }
  return { schema, nullable: false }
}

/** The fields of an object, nested ones after their parent. */
function fieldsOf(schemas: Schemas, root: Schema, prefix = '', depth = 0): Field[] {
  const { schema } = resolve(schemas, root)
  if (schema.type === 'array' && schema.items) return fieldsOf(schemas, schema.items, `${prefix}[]`, depth)
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = prefix ? `${prefix}.${key}` : key
    const own = field(schemas, name, value, schema.required?.includes(key) ?? false)
    return depth < maxDepth ? [own, ...fieldsOf(schemas, value, name, depth + 1)] : [own]
  })
}

function field(schemas: Schemas, name: string, raw: Schema, required: boolean): Field {
  const { schema, nullable } = resolve(schemas, raw)
  return {
    name,
    type: `${typeName(schemas, schema)}${nullable ? ' or null' : ''}`,
    required,
    limits: limitsOf(schema),
    description: raw.description ?? schema.description ?? '',
  }
}

function typeName(schemas: Schemas, schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices)
    return [...new Set(choices.map(choice => typeName(schemas, resolve(schemas, choice).schema)))].join(' or ')
  if (schema.type === 'array') return `list of ${typeName(schemas, resolve(schemas, schema.items ?? {}).schema)}`
  if (schema.type === 'object') return schema.properties ? 'object' : 'object of any fields'
  const formats: Record<string, string> = { 'date-time': 'time (RFC 3339)', uri: 'address', email: 'e-mail address' }
  return formats[schema.format ?? ''] ?? String(schema.type ?? 'any JSON')
}

/** Bounds in words, without the patterns of well-known formats. */
export function limitsOf(schema: Schema): string {
  const between = (low: number | undefined, high: number | undefined, unit: string) => {
    if (low === undefined && high === undefined) return ''
    if (high === undefined) return `at least ${low}${unit}`
    return low === undefined || low === 0 ? `at most ${high}${unit}` : `${low} to ${high}${unit}`
  }
  // What JavaScript can count to is no limit of ours.
  const high = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum
  const low = schema.minimum === Number.MIN_SAFE_INTEGER ? undefined : schema.minimum
  return [
    between(schema.minLength, schema.maxLength, ' characters'),
    between(low ?? schema.exclusiveMinimum, high ?? schema.exclusiveMaximum, ''),
    between(schema.minItems, schema.maxItems, ' items'),
    schema.pattern && !schema.format ? `matches ${schema.pattern}` : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** A body with its required fields, as a request could send it. */
function exampleOf(schemas: Schemas, raw: Schema): unknown {
  const { schema } = resolve(schemas, raw)
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return exampleOf(schemas, choice)
  if (schema.type === 'array') return [exampleOf(schemas, schema.items ?? {})]
  if (schema.type === 'object') {
    const needed = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name))
    return Object.fromEntries(needed.map(([name, value]) => [name, exampleOf(schemas, value)]))
  }
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  return schema.format === 'date-time' ? '2026-01-01T00:00:00Z' : '…'
}

/** A complete command that calls the endpoint. */
export function curlOf(endpoint: Endpoint, origin: string): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, '<$1>')
  const lines = [`curl ${endpoint.method === 'GET' ? '' : `-X ${endpoint.method} `}'${origin}${path}'`]
  if (!endpoint.open) lines.push(`-H 'Authorization: Bearer hp_…'`)
  if (endpoint.example !== null) {
    lines.push(
      `-H 'Content-Type: application/json'`,
      `-d '${JSON.stringify(endpoint.example).replaceAll("'", `'\\''`)}'`,
    )
  }
  return lines.join(' \\\n  ')
}

/** Endpoints in which every word of the search occurs: in path, words or field names. */
export function search(endpoints: readonly Endpoint[], text: string): Endpoint[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return endpoints.filter(one => {
    const fields = [...one.parameters, ...one.body, ...one.answer].map(field => field.name)
    const hay = [one.id, one.method, one.path, one.summary, one.description, ...one.problems, ...fields]
      .join(' ')
      .toLowerCase()
    return words.every(word => hay.includes(word))
  })
}
