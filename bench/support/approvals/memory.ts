import { setTimeout } from 'node:timers/promises'

interface Server {
  pid(): number
  output(): string
}

/** For the start of the server: its inspector opens at the signal, on a free port. */
export const inspectable = { NODE_OPTIONS: '--inspect-port=127.0.0.1:0' }

async function inspectorOf(server: Server): Promise<string> {
  process.kill(server.pid(), 'SIGUSR1')
  for (const until = performance.now() + 10_000; performance.now() < until; await setTimeout(50)) {
    const [, address] = /Debugger listening on (ws:\/\/\S+)/.exec(server.output()) ?? []
    if (address) return address
  }
  throw new Error('The inspector of the server does not open.')
}

/** What a server holds on its heap and beside it after a collection, in bytes. */
export async function heldBy(server: Server): Promise<number> {
  const address = await inspectorOf(server)
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error('The inspector does not answer.')), { once: true })
  })
  let last = 0
  const call = (method: string, params: object = {}) =>
    new Promise<{ result?: { value?: unknown } }>(resolve => {
      const id = ++last
      const hear = (event: MessageEvent) => {
        const answer = JSON.parse(String(event.data))
        if (answer.id !== id) return
        socket.removeEventListener('message', hear)
        resolve(answer.result)
      }
      socket.addEventListener('message', hear)
      socket.send(JSON.stringify({ id, method, params }))
    })
  await call('HeapProfiler.collectGarbage')
  await call('HeapProfiler.collectGarbage')
  const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())'
  const { result } = await call('Runtime.evaluate', { expression, returnByValue: true })
  socket.close()
  return Number(result?.value)
}
