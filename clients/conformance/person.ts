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
