import { onDatabase } from './database.ts'
import { asAgent, key, mira, type SharedHoldpoint } from './holdpoint.ts'
import { signInByHttp } from './person.ts'

export const jon = { email: 'jon@example.com', password: 'jon has a sentence too' }

export interface Asked {
  id: string
  digest: string
  revision: number
  status: string
}

/** Two operators in a running Holdpoint, and an agent that asks and acts over HTTP. */
export async function openInbox(holdpoint: SharedHoldpoint) {
  const admin = await signInByHttp(holdpoint.url, mira.email, mira.password)
  const invite = async (email: string, name: string): Promise<string> => {
    const invited = await admin('POST', '/api/v1/members', { email, name, role: 'operator' })
    return new URL((await invited.json()).link.path, holdpoint.url).searchParams.get('token') ?? ''
  }
  const token = await invite(jon.email, 'Jon')
  await fetch(`${holdpoint.url}/api/v1/password-links/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: holdpoint.url },
    body: JSON.stringify({ token, password: jon.password }),
  })
  return {
    holdpoint,
    admin,
    key,
    invite,
    ...agentOf(holdpoint),
    decide: decisionsOf(admin),
    lapse: () => lapse(holdpoint),
  }
}

export type Inbox = Awaited<ReturnType<typeof openInbox>>

function agentOf(holdpoint: SharedHoldpoint) {
  const api = async (path: string, body: object) => {
    const response = await fetch(`${holdpoint.url}/api/v1/approvals${path}`, {
      method: 'POST',
      headers: asAgent,
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  const action = {
    agent: 'incident-responder',
    tool: 'send_notification',
    arguments: { channel: '#incidents', text: 'node-3 is silent' },
    environment: 'production',
    expiresInSeconds: 3_000,
  }
  return {
    ask: (more: object = {}): Promise<Asked> => api('', { ...action, ...more }),
    claim: ({ id, digest }: Asked): Promise<{ claimId: string }> => api(`/${id}/claim`, { digest }),
    report: ({ id }: Asked, body: object) => api(`/${id}/outcome`, body),
    cancel: ({ id }: Asked) => api(`/${id}/cancel`, {}),
  }
}

const decisionsOf =
  (admin: Awaited<ReturnType<typeof signInByHttp>>) =>
  async ({ id, revision }: Asked, kind: string, more: object = {}): Promise<Asked> => {
    const path = `/api/v1/approvals/${id}/decision`
    return (await admin('POST', path, { kind, expectedRevision: revision, ...more })).json()
  }

/** Makes the lease of every claim end now, which a test cannot wait for. */
const lapse = (holdpoint: SharedHoldpoint) =>
  onDatabase(holdpoint, "update approval set lease_until = now() where status = 'claimed'")
