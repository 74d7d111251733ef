import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { once } from '#lib/platform/registry.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { invalid } from '#lib/shared/problem.ts'

type Schema = Record<string, unknown>

const maxBytes = 64 * 1024
/** Compiled schemas that a process keeps. */
const kept = 200

const compiled = () => once('tools.schemas', () => new Map<string, ValidateFunction>())

/** The validator of a JSON Schema. Throws 422 that names `body.schema` for what is none. */
export function compileSchema(schema: Schema): ValidateFunction {
  const text = canonicalJson(schema)
  const known = compiled().get(text)
  if (known) return known
  if (Buffer.byteLength(text) > maxBytes) throw invalid(`The schema is larger than ${maxBytes} bytes.`, 'body.schema')
  const validate = compile(schema)
  const oldest = compiled().size >= kept ? compiled().keys().next().value : undefined
  if (oldest !== undefined) compiled().delete(oldest)
  compiled().set(text, validate)
  return validate
}

function compile(schema: Schema): ValidateFunction {
  try {
    // One for each schema: two may name themselves alike. Words that it does not know are notes, formats are not looked at.
    const { $schema: _, ...rest } = schema
    return new Ajv2020({ strict: false, validateFormats: false, logger: false }).compile(rest)
  } catch (error) {
    throw invalid(`This is no JSON Schema: ${error instanceof Error ? error.message : 'unreadable'}.`, 'body.schema')
  }
}

/** Throws 422 that names the path of the first argument that does not fit the registered schema. */
export function checkArguments(tool: string, schema: Schema, args: Record<string, unknown>): void {
  const validate = compileSchema(schema)
  if (validate(args)) return
  const [error] = validate.errors ?? []
  if (!error) return
  throw invalid(`${tool}: ${wordsOf(error)}.`, ['body.arguments', ...pathOf(error)].join('.'))
}

/** Where the fault lies: a name that is missing or too much is a part of the path. */
function pathOf({ instancePath, params }: ErrorObject): string[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const name = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty
  return name === undefined ? path : [...path, String(name)]
}

function wordsOf({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'required') return 'this argument is missing'
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return 'there is no such argument'
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params.allowedValues).slice(0, 200)}`
  return message ?? 'does not fit the schema'
}
