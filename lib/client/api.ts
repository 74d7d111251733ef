import type { z } from 'zod'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'
import { Problem, type ProblemFields } from '#lib/shared/problem.ts'
import { csrfToken, forgetCsrfToken } from './csrf.ts'

/** What a caller writes: the inputs of the contract's schemas, before defaults and transforms. */
export interface CallInput<C extends AnyContract> {
  params?: z.input<C['params']>
  query?: z.input<C['query']>
  body?: C['body'] extends null ? undefined : z.input<NonNullable<C['body']>>
  signal?: AbortSignal
  /** Sent as Idempotency-Key: one per intent, so that a retry of the same click is the same request. */
  idempotencyKey?: string
}

/** Fills `{name}` placeholders and appends the query; unset values are left out, arrays repeat the name. */
export function pathFor(
  template: string,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || value === null) throw new Error(`${template} needs ${name}`)
    return encodeURIComponent(String(value))
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

/**
 * Calls an endpoint of our own API as the signed-in person.
 * @throws Problem with the server's fields, or status 0 and type `unreachable` when no answer came.
 */
export async function call<C extends AnyContract>(contract: C, input: CallInput<C> = {}): Promise<Answer<C>> {
  const first = await send(contract, input)
  // A session that was renewed in another tab has a new token: ask for it once, then believe the refusal.
  const response = contract.method !== 'GET' && first.status === 403 ? await resend(contract, input, first) : first
  if (!response.ok) throw new Problem(await problemOf(response))
  return (response.status === 204 ? undefined : await response.json()) as Answer<C>
}

async function resend<C extends AnyContract>(contract: C, input: CallInput<C>, first: Response): Promise<Response> {
  const fields = await problemOf(first.clone())
  if (!/csrf/.test(fields.type)) return first
  forgetCsrfToken()
  return send(contract, input)
}

async function send<C extends AnyContract>(contract: C, input: CallInput<C>): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (contract.method !== 'GET') headers['x-csrf-token'] = await csrfToken()
  if (input.body !== undefined) headers['content-type'] = 'application/json'
  if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey
  const path = pathFor(contract.path, input.params as Record<string, unknown>, input.query as Record<string, unknown>)
  try {
    return await fetch(path, {
      method: contract.method,
      headers,
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
      signal: input.signal,
      credentials: 'same-origin',
      cache: 'no-store',
    })
  } catch (error) {
    if (input.signal?.aborted) throw error
    throw unreachable(error)
  }
}

function unreachable(cause: unknown): Problem {
  return new Problem(
    {
      status: 0,
      type: 'unreachable',
      title: 'No answer',
      detail: 'Holdpoint did not answer. Check the connection; nothing was changed as far as this page knows.',
    },
    { cause },
  )
}

async function problemOf(response: Response): Promise<ProblemFields> {
  const fallback = { status: response.status, type: 'unexpected', title: `The server answered ${response.status}` }
  try {
    const { status, type, title, detail, field, ...extra } = await response.json()
    return { ...fallback, type: type ?? fallback.type, title: title ?? fallback.title, detail, field, extra }
  } catch {
    return fallback
  }
}
