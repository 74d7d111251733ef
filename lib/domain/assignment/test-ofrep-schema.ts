/** Answers of OFREP 0.3.0 (service/openapi.yaml). Its `value` is `anyOf` here: with `oneOf` no boolean would be valid. */
const text = { type: 'string' }
const key = { key: text }
const metadata = { metadata: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } } }
const errorCode = (...codes: string[]) => ({ errorCode: { enum: codes }, errorDetails: text })
const shape = (properties: object, required: readonly string[]) => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
})

const reasons = ['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'UNKNOWN']
const value = { anyOf: [{ type: 'boolean' }, text, { type: 'number' }, { type: 'object' }] }
const faults = ['PARSE_ERROR', 'TARGETING_KEY_MISSING', 'INVALID_CONTEXT', 'GENERAL']
// OFREP lets `value` be left out for the default of the code, but the official clients do not accept such an answer.
const success = shape({ ...key, reason: { enum: reasons }, variant: text, value, ...metadata }, [
  'key',
  'value',
  'reason',
])
const failure = shape({ ...key, ...errorCode(...faults), ...metadata }, ['key', 'errorCode'])

export const ofrepSchemas = {
  one: {
    200: success,
    400: failure,
    403: failure,
    404: shape({ ...key, ...errorCode('FLAG_NOT_FOUND'), ...metadata }, ['key', 'errorCode']),
    401: failure,
  },
  all: {
    200: shape({ flags: { type: 'array', items: { anyOf: [success, failure] } }, ...metadata }, ['flags']),
    400: shape(errorCode(...faults), ['errorCode']),
    401: shape(errorCode(...faults), ['errorCode']),
    403: shape(errorCode(...faults), ['errorCode']),
  },
} as const
