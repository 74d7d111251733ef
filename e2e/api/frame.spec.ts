import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { onDatabase } from '../support/database.ts'
import { givenOwnHoldpoint, asAgent as headers, init, key, test } from '../support/holdpoint.ts'
import { startHoldpoint } from '../support/server.ts'

const holdpoint = givenOwnHoldpoint()
const body = JSON.stringify({
  agent: 'triage',
  tool: 'delete_resource',
  arguments: { resource: 'node-3' },
  environment: 'production',
})

const get = (path: string, more: RequestInit = {}) =>
  fetch(`${holdpoint.url}${path}`, { headers, redirect: 'manual', ...more })

/** Sends bytes as they are, which fetch would not; answers what came back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(holdpoint.url).port), '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', chunk => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

test('unknown paths and methods are problems with an id, the same in header and body', async () => {
  const unknown = await get('/api/v1/nope')
  expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  const problem = await unknown.json()
  expect(problem).toMatchObject({ type: 'not-found', status: 404, requestId: expect.stringMatching(/^req_/) })
  expect(unknown.headers.get('x-request-id')).toBe(problem.requestId)
  const method = await get('/api/v1/approvals', { method: 'DELETE' })
  expect([method.status, method.headers.get('allow'), (await method.json()).type]).toEqual([
    405,
    'GET, HEAD, POST',
    'method-not-allowed',
  ])
  expect((await get('/api/v1/approvals/%E0%A4%A')).status).toBe(404)
  expect((await get('/api/v1/approvals/%2e%2e%2fkeys')).status).toBe(404)
  expect((await get('/api/v1/me/')).status).toBe(200)
  const page = await get('/sign-in')
  expect(page.headers.get('x-request-id')).toMatch(/^req_/)
})

test('a HEAD is a GET without its body, also of a stream without end', async () => {
  for (const path of ['/api/v1/me', '/api/v1/stream', '/api/health', '/api/v1/nope', '/api/public/nope']) {
    const head = await get(path, { method: 'HEAD' })
    expect([path, await head.text()]).toEqual([path, ''])
  }
  expect((await get('/api/v1/stream', { method: 'HEAD' })).headers.get('content-type')).toBe('text/event-stream')
})

test('answers that are not pages have a policy that allows nothing; error pages keep theirs', async () => {
  for (const path of ['/api/v1/me', '/api', '/api/auth/csrf', '/api/v1/nope', '/_next/static/nope.js']) {
    const answer = await get(path)
    expect([path, answer.headers.get('content-security-policy')]).toEqual([
      path,
      expect.stringMatching(/default-src 'none'|nonce-/),
    ])
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
  }
  for (const path of ['/nope', '/sign-in', '/setup', '/join?token=x', '/approvals']) {
    const page = await get(path)
    expect([path, page.headers.get('content-security-policy')]).toEqual([
      path,
      expect.stringMatching(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';.*frame-ancestors 'none'/),
    ])
    expect(page.headers.get('cache-control')).toMatch(/no-store/)
  }
})

test('of next-auth only sign-in and sign-out are reachable, and no host or address redirects elsewhere', async () => {
  const closed: [string, string][] = [
    ['POST', '/api/auth/_log'],
    ['GET', '/api/auth/callback/credentials'],
    ['GET', '/api/auth/verify-request'],
    ['GET', '/api/auth/nope'],
    ['POST', '/api/auth/session'],
    ['POST', '/api/auth/signin/credentials'],
  ]
  for (const [method, path] of closed) {
    const answer = await get(path, { method })
    expect([path, answer.status, (await answer.json()).type]).toEqual([path, 404, 'not-found'])
  }
  const host = (value: string, path: string) =>
    raw(`GET ${path} HTTP/1.1\r\nHost: ${value}\r\nConnection: close\r\n\r\n`)
  expect(await host('a b', '/api/auth/csrf')).toMatch(/^HTTP\/1.1 400 [\s\S]*"type":"bad-request"/)
  expect(await host('evil.example', '/approvals')).toMatch(/\r\nlocation: \/sign-in\?/i)
  expect(await host('evil.example', '/api/auth/signin')).not.toMatch(/\r\nlocation: https?:\/\/(?!evil)/i)
  const { csrfToken } = await (await get('/api/auth/csrf')).json()
  const form = new URLSearchParams({ csrfToken, email: 'x', password: 'y', callbackUrl: 'https://evil.example/' })
  const away = await fetch(`${holdpoint.url}/api/auth/callback/credentials`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  })
  expect(away.headers.get('location') ?? '').not.toContain('evil')
})

test('endless headers, an incomplete body and an invalid request line end only their own connection', async () => {
  const flood = `GET /api/health HTTP/1.1\r\nHost: x\r\n${'x-a: b\r\n'.repeat(5_000)}\r\n`
  expect(await raw(flood)).toMatch(/^HTTP\/1.1 431 /)
  expect(await raw('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
  const cut = connect(Number(new URL(holdpoint.url).port), '127.0.0.1')
  cut.write(
    `POST /api/v1/approvals HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"agent"`,
  )
  await setTimeout(50)
  cut.destroy()
  expect((await get('/api/health')).status).toBe(200)
})

test('a large body is answered 413 before it is read, and the connection goes on', async () => {
  const large = new Uint8Array(32 * 1024 * 1024)
  const post = (more: Record<string, string>) =>
    fetch(`${holdpoint.url}/api/v1/approvals`, { method: 'POST', headers: { ...headers, ...more }, body: large })
  expect((await post({ authorization: 'Bearer hp_unknown-key' })).status).toBe(401)
  expect(await (await post({})).json()).toMatchObject({ status: 413, type: 'too-large', field: 'body' })
  expect(await (await post({ 'content-type': 'text/plain' })).json()).toMatchObject({ status: 415 })
})

test('shows metrics to callers with the permission, and readiness to anybody', async () => {
  await get('/api/v1/me')
  const figures = await (await get('/api/metrics')).text()
  expect(figures).toMatch(/holdpoint_http_requests_total\{method="GET",route="\/api\/v1\/me",status="200"\} [1-9]/)
  expect(figures).toMatch(/^holdpoint_db_connections [1-9]/m)
  expect(figures).toMatch(/^process_cpu_seconds_total/m)
  expect((await fetch(`${holdpoint.url}/api/metrics`)).status).toBe(401)
  expect(await (await fetch(`${holdpoint.url}/api/ready`)).json()).toEqual({ status: 'ready' })
  await onDatabase(holdpoint, `update _prisma_migrations set rolled_back_at = now() where migration_name like '%_jobs'`)
  const lacking = await fetch(`${holdpoint.url}/api/ready`)
  expect([lacking.status, await lacking.json()]).toEqual([503, { status: 'the database lacks 1 migrations' }])
  await onDatabase(holdpoint, 'update _prisma_migrations set rolled_back_at = null')
})

test('a request with one key runs once, however often it is sent and whenever the process dies', async () => {
  test.setTimeout(180_000)
  const ask = (name: string) =>
    fetch(`${holdpoint.url}/api/v1/approvals`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': name },
      body,
    })
      .then(async answer => ({ ...(await answer.json()), status: answer.status }))
      .catch(() => ({ status: 0, type: 'no answer' }))
  const ids = new Set<string>()
  for (let round = 0; round < 3; round++) {
    const sent = Array.from({ length: 8 }, (_, n) => ask(`round-${round}-${n}`))
    await setTimeout(round * 15)
    await holdpoint.kill()
    await Promise.all(sent)
    await holdpoint.restart()
    // A key whose request died before its commit is held for its lease.
    await onDatabase(
      holdpoint,
      `update idempotent_request set lease_until = now() - interval '1 ms' where status is null`,
    )
    for (let n = 0; n < 8; n++) {
      const answer = await ask(`round-${round}-${n}`)
      expect(answer).toMatchObject({ status: 201 })
      ids.add(answer.id)
    }
  }
  expect(ids.size).toBe(24)
  const { rows } = await onDatabase(holdpoint, `select count(*)::int as made from approval where agent = 'triage'`)
  expect(rows[0].made).toBe(24)
})

test('Ctrl-C answers waiting clients, ends streams, and accepts no more requests', async () => {
  test.setTimeout(180_000)
  const own = await startHoldpoint(init)
  const asked = await (await fetch(`${own.url}/api/v1/approvals`, { method: 'POST', headers, body })).json()
  const waiting = fetch(`${own.url}/api/v1/approvals/${asked.id}?wait=60`, { headers })
  const stream = await fetch(`${own.url}/api/v1/stream`, { headers })
  const read = stream.text()
  await expect
    .poll(
      async () =>
        (await (await fetch(`${own.url}/api/metrics`, { headers })).text()).match(/holdpoint_event_streams (\d+)/)?.[1],
    )
    .toBe('1')
  const stopped = own.stop()
  const answer = await waiting
  expect([answer.status, (await answer.json()).status]).toEqual([200, 'pending'])
  expect(await read).toContain('retry: 1000')
  expect(await stopped).toBe(0)
})
