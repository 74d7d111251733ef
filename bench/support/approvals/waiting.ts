import { Agent, type IncomingMessage, request } from 'node:http'

export interface Waiter {
  id: string
  /** When the answer was here, in milliseconds of `performance.now()`. */
  returned: Promise<number>
}

/** Clients that each hold a long poll of a connection of their own, as processes of agents do. */
export function waiters(url: string, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  const failed: Record<number, number> = {}
  const look = (id: string) =>
    new Promise<{ code: number; status: string }>((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}` }
      const sent = request(`${url}/api/v1/approvals/${id}?wait=60`, { agent, headers }, answer => read(answer, resolve))
      sent.on('error', reject)
      sent.end()
    })
  const wait = async (id: string): Promise<number> => {
    for (;;) {
      const { code, status } = await look(id)
      if (code === 200 && status !== 'pending') return performance.now()
      if (code !== 200) failed[code] = (failed[code] ?? 0) + 1
    }
  }
  return {
    /** How many answers were none, by their status. */
    failed,
    start(id: string): Waiter {
      const returned = wait(id)
      // Said where it is awaited.
      returned.catch(() => undefined)
      return { id, returned }
    },
    end: () => agent.destroy(),
  }
}

function read(answer: IncomingMessage, done: (got: { code: number; status: string }) => void): void {
  let text = ''
  answer.setEncoding('utf8').on('data', chunk => {
    text += chunk
  })
  answer.on('end', () => {
    const code = answer.statusCode ?? 0
    done({ code, status: code === 200 ? String((JSON.parse(text) as { status: unknown }).status) : '' })
  })
}
