import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allRecordings, loadRecording } from '#lib/domain/traces/testing/recordings.ts'
import { decodeLogs } from './decode-logs.ts'
import { decodeTraces } from './decode-traces.ts'
import { decodeTracesJson } from './json.ts'
import { oracle } from './test-oracle.ts'
import type { AttributeValue, OtlpSpan } from './types.ts'

// biome-ignore lint/suspicious/noExplicitAny: the oracle's plain objects
type Plain = any
const plain = (bytes: Uint8Array): Plain =>
  oracle.toObject(oracle.decode(bytes), { longs: String, bytes: Array, defaults: true, arrays: true })
const hex = (bytes: number[]) => Buffer.from(bytes).toString('hex')

function value(any: Plain): unknown {
  if (any?.arrayValue) return any.arrayValue.values.map(value)
  if (any?.kvlistValue) return map(any.kvlistValue.values)
  if (any?.bytesValue) return hex(any.bytesValue)
  if (any?.intValue !== undefined) return String(any.intValue)
  return any?.stringValue ?? any?.boolValue ?? (any?.doubleValue === undefined ? null : `d${any.doubleValue}`)
}
const map = (pairs: Plain[]) => Object.fromEntries(pairs.map(pair => [pair.key, value(pair.value)]))

/** Our value in the form of the reference decoder; an integer and a double of the same value differ only when encoded. */
function ours(own: AttributeValue): unknown {
  if (own instanceof Uint8Array) return Buffer.from(own).toString('hex')
  if (Array.isArray(own)) return own.map(ours)
  if (typeof own === 'object' && own !== null)
    return Object.fromEntries(Object.entries(own).map(([key, item]) => [key, ours(item)]))
  return typeof own === 'number' || typeof own === 'bigint' ? String(own) : own
}
const loose = (any: unknown): unknown => JSON.parse(JSON.stringify(any).replace(/"d([^"]*)"/g, '"$1"'))

function compare(spans: OtlpSpan[], request: Plain): void {
  const expected = request.resourceSpans.flatMap((group: Plain) =>
    group.scopeSpans.flatMap((scope: Plain) => scope.spans),
  )
  expect(spans.length).toBe(expected.length)
  for (const [i, span] of spans.entries()) {
    const other = expected[i]
    expect([span.traceId, span.spanId, span.name, span.startTimeUnixNano, span.droppedAttributesCount]).toEqual([
      hex(other.traceId),
      hex(other.spanId),
      other.name,
      BigInt(other.startTimeUnixNano),
      other.droppedAttributesCount,
    ])
    expect(loose(ours(span.attributes))).toEqual(loose(map(other.attributes)))
    expect(span.events.map(event => [event.name, event.timeUnixNano])).toEqual(
      other.events.map((e: Plain) => [e.name, BigInt(e.timeUnixNano)]),
    )
    expect(span.links.map(link => link.traceId)).toEqual(other.links.map((link: Plain) => hex(link.traceId)))
  }
}

const bodies = allRecordings().flatMap(name =>
  loadRecording(name)
    .requests.filter(
      request => request.path.endsWith('traces') && (request.headers['content-type'] ?? '').includes('protobuf'),
    )
    .map(request => ({
      name,
      body: request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body,
    })),
)

test.each(bodies)('$name is decoded as the reference decoder does', ({ body }) => {
  const decoded = decodeTraces(body)
  expect(decoded.rejected).toEqual([])
  compare(decoded.spans, plain(body))
})

const anyValue = fc.letrec<{ any: Plain }>(tie => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.record({ stringValue: fc.string({ unit: 'grapheme' }).filter(text => !text.includes('\0')) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }).filter(x => !Object.is(x, -0)) }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('any'), { maxLength: 4 }) }) }),
    fc.record({
      kvlistValue: fc.record({
        values: fc.uniqueArray(
          fc.record({
            key: fc.string({ minLength: 1 }).filter(k => !k.includes('\0') && k !== '__proto__'),
            value: tie('any'),
          }),
          { maxLength: 4, selector: pair => pair.key },
        ),
      }),
    }),
  ),
})).any
const id = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).filter(bytes => bytes.some(byte => byte !== 0))
const span = fc.record({
  traceId: id(16),
  spanId: id(8),
  name: fc.string().filter(text => !text.includes('\0')),
  // Between these lie other units, in which a time may be one of the future.
  startTimeUnixNano: fc
    .oneof(fc.bigInt({ min: 1n, max: 99_999_999n }), fc.bigInt({ min: 10n ** 17n, max: 1_700_000_000_000_000_000n }))
    .map(String),
  attributes: fc.uniqueArray(fc.record({ key: fc.stringMatching(/^[a-z.]{1,12}$/), value: anyValue }), {
    maxLength: 6,
    selector: pair => pair.key,
  }),
})

test('whatever protobufjs writes is decoded as protobufjs does', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 4 }), spans => {
      const bytes = oracle.encode(oracle.fromObject({ resourceSpans: [{ scopeSpans: [{ spans }] }] })).finish()
      const decoded = decodeTraces(bytes)
      expect(decoded.rejected).toEqual([])
      compare(decoded.spans, plain(bytes))
    }),
    { numRuns: 200 },
  )
})

test('cut, changed or mixed bytes give a value or a DecodeError, nothing else', () => {
  const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.option(fc.nat()) })
  fc.assert(
    fc.property(
      fc.constantFrom(...bodies),
      fc.array(mutation, { minLength: 1, maxLength: 8 }),
      ({ body }, mutations) => {
        let bytes = Uint8Array.from(body)
        for (const { at, byte, cut } of mutations) {
          bytes[at % bytes.length] = byte
          if (cut !== null) bytes = bytes.slice(0, (cut % bytes.length) + 1)
        }
        for (const decode of [decodeTraces, decodeLogs, decodeTracesJson]) {
          try {
            decode(bytes)
          } catch (error) {
            expect(error).toHaveProperty('name', 'DecodeError')
          }
        }
      },
    ),
    { numRuns: 400 },
  )
})

describe('malicious input', () => {
  const nested = (depth: number): Plain =>
    depth === 0 ? { stringValue: 'x' } : { arrayValue: { values: [nested(depth - 1)] } }
  const request = (span: Plain) =>
    oracle.encode(oracle.fromObject({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })).finish()
  const good = {
    traceId: Buffer.alloc(16, 1),
    spanId: Buffer.alloc(8, 2),
    name: 'n',
    startTimeUnixNano: '1700000000000000000',
  }

  test('extremely nested lists reject only their own span', () => {
    const { spans, rejected } = decodeTraces(request({ ...good, attributes: [{ key: 'k', value: nested(40) }] }))
    expect([spans, rejected]).toEqual([[], [{ index: 0, reason: expect.stringMatching(/nested deeper/) }]])
  })

  test.each([
    ['an all-zero trace id', { traceId: Buffer.alloc(16) }, /traceId/],
    ['a short span id', { spanId: Buffer.alloc(4, 1) }, /spanId/],
    ['a start in the far future', { startTimeUnixNano: '9000000000000000000' }, /ahead/],
  ])('%s rejects that span alone', (_name, change, reason) => {
    const spans = [good, { ...good, ...change }]
    const bytes = oracle.encode(oracle.fromObject({ resourceSpans: [{ scopeSpans: [{ spans }] }] })).finish()
    const decoded = decodeTraces(bytes)
    expect(decoded.spans).toHaveLength(1)
    expect(decoded.rejected).toEqual([{ index: 1, reason: expect.stringMatching(reason) }])
  })

  test('names like __proto__ are names', () => {
    const [span] = decodeTraces(
      request({ ...good, attributes: [{ key: '__proto__', value: { stringValue: 'x' } }] }),
    ).spans
    expect(Object.entries(span!.attributes)).toEqual([['__proto__', 'x']])
  })
})
