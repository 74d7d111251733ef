import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createInflate, createInflateRaw, type ZlibOptions } from 'node:zlib'
import { isProblem } from '#lib/shared/problem.ts'

/** More bytes than allowed, compressed or inflated. Answered with 413. */
class BodyTooLargeError extends Error {
  constructor(maxBytes: number) {
    super(`The body is larger than ${maxBytes} bytes.`)
    this.name = 'BodyTooLargeError'
  }
}

/** Cut off, or not in the encoding it claims; `status` 415 when the encoding is unknown. */
class BadBodyError extends Error {
  readonly status: 400 | 415
  constructor(message: string, status: 400 | 415 = 400) {
    super(message)
    this.name = 'BadBodyError'
    this.status = status
  }
}

/** A body whose stated length is this small is read without a stream: the parser of HTTP lets no more through than that. */
const atOnceBytes = 64 * 1024

/**
 * Bytes that a decoder gives at a time: each of them is one turn of the event loop, so that many small ones make a large
 * body slow on a busy machine. A small body gets 16 KiB, as is zlib's custom.
 */
const pieceBytes = (length: number) => (length > atOnceBytes && length < Number.POSITIVE_INFINITY ? 256 : 16) * 1024

const statedLength = ({ headers }: Request): number => {
  const length = headers.get('content-length')
  return length !== null && /^\d+$/.test(length) ? Number(length) : Number.POSITIVE_INFINITY
}

async function readAtOnce(request: Request, length: number, onBytes?: (count: number) => void): Promise<Uint8Array> {
  onBytes?.(length)
  try {
    return new Uint8Array(await request.arrayBuffer())
  } catch {
    throw new BadBodyError('The body was cut off.')
  }
}

/**
 * Reads a body, inflated. Counts while streaming and stops at `maxBytes`, whatever Content-Length says, so memory stays
 * bounded under any body. Accepts gzip and deflate (zlib or raw). Throws BodyTooLargeError or BadBodyError, or what
 * `onBytes` throws: it is told of each piece before it is kept.
 */
export async function readBody(
  request: Request,
  options: { maxBytes: number; onBytes?: (count: number) => void },
): Promise<Uint8Array> {
  const { maxBytes, onBytes } = options
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  const length = statedLength(request)
  if (encoding === 'identity' && length <= Math.min(maxBytes, atOnceBytes)) return readAtOnce(request, length, onBytes)
  if (!request.body) return new Uint8Array(0)
  const chunks: Buffer[] = []
  let size = 0
  const collect = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) {
      size += chunk.byteLength
      if (size > maxBytes) throw new BodyTooLargeError(maxBytes)
      onBytes?.(chunk.byteLength)
      chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    }
  }
  const source = limited(request.body, maxBytes)
  if (encoding === '' || encoding === 'identity') await collect(source)
  else await inflate(source, { encoding, chunkSize: pieceBytes(length) }, collect)
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)
}

async function* limited(body: ReadableStream<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.byteLength
      if (size > maxBytes) throw new BodyTooLargeError(maxBytes)
      yield chunk
    }
  } catch (error) {
    if (error instanceof BodyTooLargeError) throw error
    throw new BadBodyError('The body was cut off.')
  }
}

async function inflate(
  source: AsyncGenerator<Uint8Array>,
  { encoding, chunkSize }: { encoding: string; chunkSize: number },
  collect: (source: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  const first = await source.next()
  const head: Uint8Array = first.done ? new Uint8Array(0) : first.value
  const decoder = decoderFor(encoding, head, { chunkSize })
  const whole = async function* () {
    yield head
    yield* source
  }
  try {
    await pipeline(Readable.from(whole(), { objectMode: false }), decoder, collect)
  } catch (error) {
    if (error instanceof BodyTooLargeError || error instanceof BadBodyError || isProblem(error)) throw error
    throw new BadBodyError(`The body is not whole ${encoding}.`)
  }
}

function decoderFor(encoding: string, head: Uint8Array, options: ZlibOptions) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(options)
  // HTTP's deflate is zlib's format; some clients send the bare stream. zlib's first byte has the method 8 in its low bits.
  if (encoding === 'deflate') return ((head[0] ?? 0) & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options)
  throw new BadBodyError(`Content-Encoding ${encoding} is not supported; send gzip, deflate or none.`, 415)
}
