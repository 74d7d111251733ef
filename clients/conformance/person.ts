import type { Fault } from './proxy.ts'
import type { Served } from './server.ts'

export type Decision = { kind: 'approve' | 'reject' | 'edit'; arguments?: Record<string, unknown>; comment?: string }

/** Decides a request, as the person signed in does. Answers the status of HTTP. */
export async function decide({ url, person }: Served, id: string, decision: Decision): Promise<number> {
  const answer = await fetch(`${url}/api/v1/approvals/${id}/decision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...person.headers },
    body: JSON.stringify({ expectedRevision: 1, ...decision }),
  })
  return answer.status
}

/** Approves each request as soon as it is made, of an approval or of a permit. */
export function approveAll(served: Served): Fault {
  const seen = new Set<string>()
  return {
    async answer({ method, path, status, body }) {
      if (method !== 'POST' || !/^\/api\/v1\/(approvals|permits)$/.test(path) || status >= 300) return body
      const answer = JSON.parse(body) as { id: string; status?: string; approvalId?: string | null }
      const id = answer.approvalId ?? (answer.status === 'pending' ? answer.id : null)
      if (id !== null && !seen.has(id)) {
        seen.add(id)
        await decide(served, id, { kind: 'approve' })
      }
      return body
    },
  }
}
