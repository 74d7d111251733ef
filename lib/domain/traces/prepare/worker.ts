import { type MessagePort, parentPort } from 'node:worker_threads'
import { type Body, prepare, type Receipt, type Signal } from './prepare.ts'

/** One body to prepare; the answer goes piece by piece through `port`, each piece when it is asked for. */
export interface Job {
  signal: Signal
  body: Body
  port: MessagePort
}

export type Piece = { items: unknown[] } | { receipt: Receipt } | { error: { name: string; message: string } }

/** Taking over a piece costs the other thread a few milliseconds at most. */
const itemsPerPiece = 100

parentPort?.on('message', ({ signal, body, port }: Job) => {
  const pieces = piecesOf(signal, body)
  port.on('message', () => {
    const { value, done } = pieces.next()
    if (done) port.close()
    else port.postMessage(value)
  })
})

function* piecesOf(signal: Signal, body: Body): Generator<Piece> {
  try {
    const { items, receipt } = prepare[signal](body)
    let piece: unknown[] = []
    for (const item of items) {
      piece.push(item)
      if (piece.length < itemsPerPiece) continue
      yield { items: piece }
      piece = []
    }
    yield { items: piece }
    yield { receipt }
  } catch (error) {
    yield {
      error:
        error instanceof Error
          ? { name: error.name, message: error.message }
          : { name: 'Error', message: String(error) },
    }
  }
}
