import { denial } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'
import { pathFor } from '#lib/shared/contract-path.ts'
import { isProblem } from '#lib/shared/problem.ts'
import type { Verb } from './handle.ts'
import { parseInput } from './read-input.ts'

export interface Asked {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
}

/**
 * What a GET endpoint would answer, as JSON would bring it, for a page that is rendered on the server. Undefined where
 * it would answer a problem: the browser asks again by itself, and shows why there is none.
 */
export async function readAhead<C extends AnyContract>(
  ctx: Context,
  contract: C,
  verb: Verb<C>,
  { params = {}, query = {} }: Asked,
): Promise<Answer<C> | undefined> {
  // Asked by no person yet, so no attempt to be put down.
  if (denial(ctx.actor, contract.permission) !== null) return undefined
  try {
    const url = new URL(pathFor(contract.path, params, query), 'http://page')
    const texts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
    const output = await verb(ctx, await parseInput(contract, url, texts, ''))
    return JSON.parse(JSON.stringify(contract.response.parse(output)))
  } catch (error) {
    if (!isProblem(error)) logger().warn({ reason: reasonOf(error), endpoint: contract.id }, 'could not be read ahead')
    return undefined
  }
}
