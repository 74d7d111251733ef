import { on } from 'node:events'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import { DecodeError } from '#lib/domain/traces/otlp/wire.ts'
import { forget, once } from '#lib/platform/registry.ts'
import { Places } from '#lib/shared/places.ts'
import { unavailable } from '#lib/shared/problem.ts'
import { type Body, type Prepared, prepare, type Receipt, type Signal, type SignalItems } from './prepare.ts'
import type { Job, Piece } from './worker.ts'

/** Preparing a smaller body takes 25 ms at most: handing it over is not worth a second thread's time. */
const asideBytes = 256 * 1024

/**
 * Prepares a body; a large one in a worker thread, so that no request waits for another's. What is made comes over in
 * pieces, and between two of them the process answers others. Throws DecodeError, or a 503 problem when the thread ended.
 */
export async function prepareBody<S extends Signal>(signal: S, body: Body): Promise<Prepared<SignalItems[S]>> {
  if (body.bytes.length < asideBytes) return prepareHere(signal, body)
  const { port1: ours, port2: theirs } = new MessageChannel()
  const worker = preparer()
  const ended = new AbortController()
  const end = () => ended.abort()
  worker.once('exit', end)
  const bytes = alone(body.bytes)
  const job: Job = { signal, body: { ...body, bytes }, port: theirs }
  worker.postMessage(job, [theirs, bytes.buffer])
  const items: SignalItems[S][] = []
  try {
    ours.postMessage('next')
    for await (const [message] of on(ours, 'message', { signal: ended.signal })) {
      const piece = message as Piece
      if ('error' in piece) throw errorOf(piece.error)
      if ('receipt' in piece) return { items, receipt: piece.receipt satisfies Receipt }
      for (const item of piece.items) items.push(item as SignalItems[S])
      ours.postMessage('next')
    }
    throw new Error('the pieces ended without a receipt')
  } catch (error) {
    if (ended.signal.aborted) throw unavailable('The request could not be read now. Nothing was stored; try again.', 1)
    throw error
  } finally {
    worker.off('exit', end)
    ours.close()
  }
}

/**
 * Smaller bodies one by one, and between two of them the process answers others: many that come together would
 * otherwise be read in one go.
 */
const prepareHere = <S extends Signal>(signal: S, body: Body): Promise<Prepared<SignalItems[S]>> =>
  once('traces.reading', () => new Places(1)).run(async () => {
    await setImmediate()
    const { items, receipt } = prepare[signal](body)
    return { items: [...items], receipt }
  })

/** Bytes in a buffer of their own, which can be handed over: small ones share theirs with others. */
function alone(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
  return whole ? new Uint8Array(bytes.buffer as ArrayBuffer) : Uint8Array.from(bytes)
}

function errorOf({ name, message }: { name: string; message: string }): Error {
  return name === 'DecodeError' ? new DecodeError(message) : new Error(message)
}

const name = 'traces.preparer'

/** The thread of the process for large bodies: created for the first one, and again after it ended. It does not keep the process alive. */
function preparer(): Worker {
  return once(name, () => {
    const worker = new Worker(path.join(import.meta.dirname, 'worker.ts'))
    worker.unref()
    worker.setMaxListeners(0)
    worker.on('error', () => {})
    worker.once('exit', () => forget(name))
    return worker
  })
}
