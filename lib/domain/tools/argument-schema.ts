import { compileSchema, type SchemaError } from '#lib/shared/json-schema.ts'
import { invalid } from '#lib/shared/problem.ts'

type Schema = Record<string, unknown>

/** Throws 422 that names `body.schema` if it is not a JSON Schema. */
export function checkSchema(schema: Schema): void {
  const compiled = compileSchema(schema)
  if ('wrong' in compiled) throw invalid(`This is not a JSON Schema: ${compiled.wrong}.`, 'body.schema')
}

/** Throws 422 that names the path of the first argument that does not fit the registered schema. */
export function checkArguments(tool: string, schema: Schema, args: Record<string, unknown>): void {
  const compiled = compileSchema(schema)
  // It was a valid schema when it was registered. If it no longer is, no arguments fit it.
  if ('wrong' in compiled) throw invalid(`The registered schema of ${tool} cannot be used: ${compiled.wrong}.`)
  const [error] = compiled(args)
  if (error) throw invalid(`${tool}: ${error.message}.`, ['body.arguments', ...pathOf(error)].join('.'))
}

/** Where the fault is. A missing or unknown name is part of the path. */
function pathOf({ path, property }: SchemaError): string[] {
  const parts = path
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return property === undefined ? parts : [...parts, property]
}
