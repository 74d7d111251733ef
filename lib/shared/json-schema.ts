import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js'
import { compilePattern } from './linear-regexp.ts'

/** A value's place and what is wrong with it there: `/items/0/id`, "must be string". */
export interface SchemaError {
  path: string
  message: string
  /** The name that is missing there, or that must not be there. */
  property?: string
}

type Validate = (value: unknown) => SchemaError[]

/** Characters of a schema as JSON. */
const maxSchema = 100_000
/** Schemas kept compiled: compiling one takes milliseconds, checking a value microseconds. */
const kept = 500

const compiled = new Map<string, Validate>()

/**
 * Compiles a JSON Schema (2020-12; earlier drafts where they mean the same) that somebody registered.
 * Formats are annotations, as the standard has it; `pattern` runs in RE2, so that no text can stop the process.
 * @returns what checks a value and gives at most ten errors, or what is wrong with the schema.
 */
export function compileSchema(schema: Record<string, unknown> | boolean): Validate | { wrong: string } {
  const text = JSON.stringify(schema)
  if (text.length > maxSchema) return { wrong: `longer than ${maxSchema} characters` }
  const found = compiled.get(text)
  if (found) return found
  const made = make(schema)
  if ('wrong' in made) return made
  if (compiled.size >= kept) compiled.delete(compiled.keys().next().value ?? '')
  compiled.set(text, made)
  return made
}

function make(schema: AnySchema): Validate | { wrong: string } {
  // An instance each: schemas of different people may carry the same $id.
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: false, logger: false, code: { regExp } })
  try {
    const { $schema: _, ...plain } = typeof schema === 'boolean' ? {} : schema
    const validate = ajv.compile(typeof schema === 'boolean' ? schema : plain)
    if ('$async' in plain) return { wrong: '$async is not supported' }
    return value => {
      if (validate(value)) return []
      return (validate.errors ?? []).slice(0, 10).map(({ instancePath, message, params }) => ({
        path: instancePath,
        message: 'additionalProperty' in params ? `${message}: ${params.additionalProperty}` : (message ?? 'is wrong'),
        ...propertyOf(params),
      }))
    }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : 'not a JSON Schema' }
  }
}

function propertyOf(params: Record<string, unknown>): { property?: string } {
  const name = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty
  return name === undefined ? {} : { property: String(name) }
}

/** The regular expressions of a schema, found anywhere in a text as JSON Schema has it. */
function regExp(source: string) {
  const pattern = compilePattern(source, true)
  if ('wrong' in pattern) throw new Error(`pattern ${source}: ${pattern.wrong}`)
  // Ajv takes two patterns for the same one where these texts are equal.
  return { test: (text: string) => pattern.matcher(text).find(), toString: () => source }
}
// What Ajv writes into code that is compiled ahead of time; here it never is.
regExp.code = 'regExp'
