import { Agent, request } from 'node:http'
import type { Client } from './load.ts'

/** A client over kept connections, as an agent's would be. */
export function throughHttp(url: string, key: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const post = (path: string, body: unknown) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const sent = request(`${url}${path}`, { method: 'POST', agent, headers }, answer => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', chunk => {
          text += chunk
        })
        answer.on('end', () => (answer.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))))
      })
      sent.on('error', reject)
      sent.end(JSON.stringify(body))
    })
  return {
    async ask({ agent: name, runId }) {
      const body = {
        agent: name,
        runId,
        step: 'tool',
        tool: 'fetch',
        environment: 'staging',
        estimate: { usd: '0.001' },
      }
      const { id, decision } = await post('/api/v1/permits', body)
      return decision === 'allow' ? String(id) : null
    },
    async tell(id) {
      await post(`/api/v1/permits/${id}/outcome`, {
        status: 'ok',
        usage: { tokens: 100, usd: '0.0009' },
        durationMs: 20,
      })
    },
  }
}
