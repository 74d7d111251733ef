import type { z } from 'zod'
import type { AnyContract, Input } from '#lib/shared/contract.ts'
import { faultsOf, faulty } from '#lib/shared/faults.ts'
import { badRequest, invalid, Problem } from '#lib/shared/problem.ts'
import { cleaned, findFault, nestedDeeperThan } from '#lib/shared/strict-json.ts'
import type { Share } from './admission.ts'
import { readBody } from './body.ts'
import { jsonOfYaml } from './yaml.ts'

/** JSON bodies of the API, inflated bytes; OTLP has its own limit. */
export const maxJsonBytes = 4 * 1024 * 1024
export const maxJsonLevels = 200

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The body's text. Throws 400, 413 or 415 problems that name `body`. */
export async function readText(request: Request, share: Share, files: readonly string[] = []): Promise<string> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  // A request without the header is taken for what this API speaks; a form or a file is not guessed at.
  const known = files.length > 0 ? files.includes(type ?? '') : /^application\/(json|[\w.-]+\+json)$/.test(type ?? '')
  if (type && !known)
    throw unsupported(`Send ${files.length > 0 ? files.join(' or ') : 'application/json'}, not ${type}.`)
  try {
    const body = await readBody(request, { maxBytes: maxJsonBytes, onBytes: count => share.grow(count) })
    return utf8.decode(body)
  } catch (error) {
    if (error instanceof TypeError) throw badRequest('The body is not UTF-8 text.', 'body')
    if (!(error instanceof Error)) throw error
    if (error.name === 'BodyTooLargeError') {
      throw new Problem({ status: 413, type: 'too-large', title: 'Too large', detail: error.message, field: 'body' })
    }
    if (error.name !== 'BadBodyError') throw error
    throw 'status' in error && error.status === 415 ? unsupported(error.message) : badRequest(error.message, 'body')
  }
}

const unsupported = (detail: string) =>
  new Problem({ status: 415, type: 'unsupported-media-type', title: 'Unsupported media type', detail, field: 'body' })

/** Path, query and body as the contract reads them. Throws 400 or 422 problems that name the field. */
export async function parseInput<C extends AnyContract>(
  contract: C,
  url: URL,
  params: Record<string, string>,
  text: string,
): Promise<Input<C>> {
  return {
    params: parsePart(contract.params, storable(params, 'path'), 'path'),
    query: parsePart(contract.query, storable(queryOf(url), 'query'), 'query'),
    body: contract.body ? parsePart(contract.body, bodyValue(contract, text), 'body') : undefined,
  } as Input<C>
}

/** Two values for one name mean two things to two readers: neither is picked. */
function queryOf({ searchParams }: URL): Record<string, string> {
  const query: Record<string, string> = Object.create(null)
  for (const [name, value] of searchParams) {
    if (name in query) throw invalid(`The parameter ${name} appears twice; only one can be meant.`, `query.${name}`)
    query[name] = value
  }
  return { ...query }
}

/** A percent-encoded NUL is valid in an address and in no text of the database. */
function storable(values: Record<string, string>, part: string): Record<string, string> {
  for (const [name, value] of Object.entries(values)) {
    if (`${name}${value}`.includes('\0')) throw invalid('The text contains a NUL character.', `${part}.${name}`)
  }
  return values
}

function bodyValue({ files, yaml, text: mode }: AnyContract, text: string): unknown {
  if (yaml) return parseJson(jsonOfYaml(text), mode)
  if (files.length === 0) return parseJson(text, mode)
  if (text.includes('\0')) throw invalid('The file contains a NUL character.', 'body')
  return text
}

/** Throws 400 for what is no JSON, 422 for what could not be stored or could be read in two ways. */
export function parseJson(text: string, mode: AnyContract['text']): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badRequest('The body is not JSON.', 'body')
  }
  if (nestedDeeperThan(text, maxJsonLevels)) throw invalid(`Nested deeper than ${maxJsonLevels} levels.`, 'body')
  if (mode === 'clean') return cleaned(value)
  const fault = findFault(text)
  if (fault) throw invalid(fault.message, fault.path ? `body.${fault.path}` : 'body')
  return value
}

function parsePart(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw faulty(faultsOf(parsed.error, part), part)
}
