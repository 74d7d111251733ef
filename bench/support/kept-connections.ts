import { connect, type Socket } from 'node:net'

/** One connection: one question at a time. */
interface Line {
  socket: Socket
  received: Buffer
  waiting: { resolve(): void; reject(error: Error): void } | null
}

/** A client of HTTP/1.1 that knows what a benchmark needs, so that it takes little of the machine that it measures. */
export interface KeptConnections {
  /** Sends a whole request, head and body; resolves when its answer has come whole, and rejects where that is not 200. */
  send(request: string): Promise<void>
  close(): void
}

/** `count` connections, kept open, as the SDKs of several servers have them. Answers must state their length. */
export async function keptConnections(url: string, count: number): Promise<KeptConnections> {
  const { hostname, port } = new URL(url)
  const free: Line[] = []
  const queue: { request: string; waiting: NonNullable<Line['waiting']> }[] = []

  const give = (line: Line) => {
    const next = queue.shift()
    if (next) ask(line, next.request, next.waiting)
    else free.push(line)
  }
  const ask = (line: Line, request: string, waiting: NonNullable<Line['waiting']>) => {
    line.waiting = waiting
    line.socket.write(request)
  }
  const take = (line: Line, piece: Buffer) => {
    line.received = line.received.length === 0 ? piece : Buffer.concat([line.received, piece])
    const length = wholeLength(line.received)
    if (length === null || line.received.length < length) return
    const status = line.received.toString('latin1', 9, 12)
    line.received = line.received.subarray(length)
    const { waiting } = line
    line.waiting = null
    if (status === '200') waiting?.resolve()
    else waiting?.reject(new Error(status))
    give(line)
  }

  const lines = new Set<Line>()
  const open = async (): Promise<void> => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    const line: Line = { socket, received: Buffer.alloc(0), waiting: null }
    lines.add(line)
    socket.on('data', piece => take(line, piece))
    socket.on('error', () => {})
    // Servers close what has rested for some seconds: another takes its place, and a question on its way fails.
    socket.on('close', () => {
      if (!lines.delete(line)) return
      const at = free.indexOf(line)
      if (at >= 0) free.splice(at, 1)
      line.waiting?.reject(new Error('the connection was closed'))
      void open().catch(fail)
    })
    give(line)
  }
  /** Where none can be opened any more nothing that waits would ever be answered. */
  const fail = (error: Error) => {
    for (const { waiting } of queue.splice(0)) waiting.reject(error)
  }
  await Promise.all(Array.from({ length: count }, open))
  return {
    send: request =>
      new Promise((resolve, reject) => {
        const line = free.pop()
        if (line) ask(line, request, { resolve, reject })
        else queue.push({ request, waiting: { resolve, reject } })
      }),
    close: () => {
      const all = [...lines]
      lines.clear()
      for (const { socket } of all) socket.destroy()
    },
  }
}

/** Bytes of the answer that begins here, head and body; null while its head has not come. */
function wholeLength(received: Buffer): number | null {
  const head = received.indexOf('\r\n\r\n')
  if (head < 0) return null
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, head)) ?? []
  if (length === undefined) throw new Error('An answer does not state its length.')
  return head + 4 + Number(length)
}
