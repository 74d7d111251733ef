import { nestedDeeperThan } from '#lib/shared/strict-json.ts'

/** Who asks: `targetingKey` is the user or the conversation; the rest is whatever the client knows of them. */
export interface FlagContext {
  targetingKey: string
  [name: string]: unknown
}

export interface OfrepFailure {
  errorCode: 'PARSE_ERROR' | 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'GENERAL' | 'FLAG_NOT_FOUND'
  errorDetails: string
}

const maxLevels = 50
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The context of an evaluation request, or what is wrong with it in the words of the protocol. */
export function readFlagContext(text: string): { context: FlagContext } | { failure: OfrepFailure } {
  const fail = (errorCode: OfrepFailure['errorCode'], errorDetails: string) => ({
    failure: { errorCode, errorDetails },
  })
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return fail('PARSE_ERROR', 'The body is not JSON.')
  }
  if (nestedDeeperThan(text, maxLevels)) return fail('PARSE_ERROR', `Nested deeper than ${maxLevels} levels.`)
  if (!isObject(body)) return fail('PARSE_ERROR', 'The body must be an object with the member context.')
  const { context } = body
  if (!isObject(context)) return fail('INVALID_CONTEXT', 'context must be an object.')
  const { targetingKey } = context
  if (targetingKey === undefined || targetingKey === null || targetingKey === '')
    return fail('TARGETING_KEY_MISSING', 'context.targetingKey names the user or the conversation.')
  if (typeof targetingKey !== 'string') return fail('INVALID_CONTEXT', 'context.targetingKey must be a string.')
  const { environment } = context
  if (environment !== undefined && environment !== null && typeof environment !== 'string')
    return fail('INVALID_CONTEXT', 'context.environment must be a string.')
  return { context: { ...context, targetingKey } }
}
