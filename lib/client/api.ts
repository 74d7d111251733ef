import type { z } from 'zod'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'
import { pathFor } from '#lib/shared/contract-path.ts'
import { projectHeader } from '#lib/shared/current-project.ts'
import { Problem, type ProblemFields } from '#lib/shared/problem.ts'
import { csrfToken, forgetCsrfToken } from './csrf.ts'
import { askForPassword, askToSignIn } from './reauthenticate.ts'
import { tabProject } from './tab-project.ts'

/** What a caller writes: the inputs of the contract's schemas, before defaults and transforms. */
export interface CallInput<C extends AnyContract> {
  params?: z.input<C['params']>
  query?: z.input<C['query']>
  body?: C['body'] extends null ? undefined : z.input<NonNullable<C['body']>>
  /** Instead of a body: a file, sent as it is, in the first media type that the endpoint takes files in. */
  file?: string
  signal?: AbortSignal
  /** Sent as Idempotency-Key: one per intent, so that a retry of the same click is the same request. */
  idempotencyKey?: string
}

/**
 * Calls an endpoint of our own API as the signed-in person.
 * @throws Problem with the server's fields, or status 0 and type `unreachable` when no answer came.
 */
export async function call<C extends AnyContract>(contract: C, input: CallInput<C> = {}): Promise<Answer<C>> {
  let response = await send(contract, input)
  // What only reads says that the session has ended; whoever changes something is in the middle of it.
  if (contract.method !== 'GET' && response.status === 401 && (await askToSignIn()))
    response = await send(contract, input)
  if (contract.method !== 'GET' && response.status === 403) response = await resend(contract, input, response)
  if (!response.ok) throw new Problem(await problemOf(response))
  return (response.status === 204 ? undefined : await response.json()) as Answer<C>
}

/** Resolves a 403 if possible, once, and sends the request again. */
async function resend<C extends AnyContract>(contract: C, input: CallInput<C>, first: Response): Promise<Response> {
  const { type } = await problemOf(first.clone())
  if (type === 'csrf') {
    // A session that was renewed in another tab has a new token.
    forgetCsrfToken()
    const second = await send(contract, input)
    return second.status === 403 ? afterPassword(contract, input, second) : second
  }
  return afterPassword(contract, input, first)
}

async function afterPassword<C extends AnyContract>(contract: C, input: CallInput<C>, answer: Response) {
  const { type } = await problemOf(answer.clone())
  if (type !== 'reauthentication-required' || !(await askForPassword())) return answer
  return send(contract, input)
}

async function send<C extends AnyContract>(contract: C, input: CallInput<C>): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const project = tabProject()
  if (project !== null) headers[projectHeader] = project
  if (input.file !== undefined) headers['content-type'] = contract.files[0] ?? 'text/plain'
  else if (input.body !== undefined) headers['content-type'] = 'application/json'
  if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey
  const path = pathFor(contract.path, input.params as Record<string, unknown>, input.query as Record<string, unknown>)
  try {
    // It may have to be read first, without an answer just as well.
    if (contract.method !== 'GET') headers['x-csrf-token'] = await csrfToken()
    return await fetch(path, {
      method: contract.method,
      headers,
      body: input.file ?? (input.body === undefined ? undefined : JSON.stringify(input.body)),
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
    if (response.status === 401) return { ...fallback, type, title, detail: 'Your session has ended.' }
    return { ...fallback, type: type ?? fallback.type, title: title ?? fallback.title, detail, field, extra }
  } catch {
    return fallback
  }
}
