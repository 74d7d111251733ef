import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readBody } from './body.ts'

const text = Buffer.from('an agent says something '.repeat(2_000))
const post = (body: BodyInit, encoding?: string) =>
  new Request('http://x/', {
    method: 'POST',
    body,
    headers: encoding ? { 'content-encoding': encoding } : {},
    duplex: 'half',
  } as RequestInit)
const read = (body: Uint8Array, encoding?: string, maxBytes = 1 << 20) =>
  readBody(post(Uint8Array.from(body), encoding), { maxBytes })

describe('readBody', () => {
  test.each([
    ['identity', undefined, text],
    ['gzip', 'gzip', gzipSync(text)],
    ['zlib deflate', 'deflate', deflateSync(text)],
    ['raw deflate', 'deflate', deflateRawSync(text)],
  ])('reads %s', async (_name, encoding, body) => {
    expect(Buffer.from(await read(body, encoding)).equals(text)).toBe(true)
  })

  test.each([undefined, 'gzip'])('too large, %s', async encoding => {
    const body = encoding ? gzipSync(text) : text
    await expect(read(body, encoding, 1_000)).rejects.toMatchObject({ name: 'BodyTooLargeError' })
  })

  test('a body that inflates to a gigabyte stops at the limit without holding it', async () => {
    const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024))
    const before = process.memoryUsage().rss
    await expect(read(bomb, 'gzip', 1 << 20)).rejects.toMatchObject({ name: 'BodyTooLargeError' })
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })

  test.each([
    ['cut off', gzipSync(text).subarray(0, 60), 'gzip', 400],
    ['not gzip', text, 'gzip', 400],
    ['unknown encoding', text, 'br', 415],
  ])('%s is invalid', async (_name, body, encoding, status) => {
    await expect(read(body, encoding)).rejects.toMatchObject({ name: 'BadBodyError', status })
  })
})
