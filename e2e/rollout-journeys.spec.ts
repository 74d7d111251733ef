import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import { expect, signIn, test } from './fixtures.ts'
import { asAgent, givenOwnHoldpoint, init, mira } from './support/holdpoint.ts'
import { letPhaseHaveBegun, openLead, type Requests, sendRequests } from './support/rollouts.ts'
import { openStream, type StreamEvent } from './support/stream.ts'

// The whole way of a release, in the browser: to everybody, or back by itself. Its channel is on this machine.

const holdpoint = givenOwnHoldpoint({ ...init, HOLDPOINT_ALLOWED_NETWORKS: '127.0.0.1' })
const minuteMs = 60_000
const secret = `whsec_${Buffer.from('a secret of the rollouts channel').toString('base64')}`
/** Enough to prove an error rate below 5 %, and the cost. */
const enough = 120
const soon = { timeout: 20_000 }

let send: Awaited<ReturnType<typeof openLead>>
test.beforeAll(async () => {
  send = await openLead(holdpoint)
})
test.beforeEach(({ page }) => signIn(page, holdpoint.url, mira.email, mira.password))

/** An agent with a quality score, and two releases of it. */
async function register(agent: string): Promise<{ baseline: string; candidate: string }> {
  await send('PUT', `/api/v1/agents/${agent}`, { qualityScore: { name: 'helpful' } })
  const [baseline, candidate] = [`${agent}-1`, `${agent}-2`]
  for (const slug of [baseline, candidate])
    await send('PUT', `/api/v1/releases/${slug}`, {
      ...{ agent, code: `git:${slug}`, model: { provider: 'openai', id: 'gpt-4o' } },
    })
  return { baseline, candidate }
}

/** A phase that began so many minutes ago, and two minutes later had these requests. */
async function runPhase(id: string, agent: string, minutesAgo: number, arms: readonly Requests[]): Promise<void> {
  const began = Date.now() - minutesAgo * minuteMs
  await sendRequests(holdpoint, agent, began + 2 * minuteMs, arms)
  await letPhaseHaveBegun(holdpoint, id, began)
}

const phasesOf = (page: Page) => page.getByRole('list', { name: 'Phases' }).getByRole('listitem')
const gateOf = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Gates, table' }).getByRole('row', { name: new RegExp(`^${name}`) })
const historyOf = (page: Page) =>
  page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'What happened' }) })
    .getByRole('listitem')

/** What the newest decision was made on, as the page keeps it. */
async function openEvidence(page: Page) {
  const newest = historyOf(page).first()
  await newest.getByText('evidence', { exact: true }).click()
  return newest
}

const serving = async (agent: string) => (await send('GET', `/api/v1/allocations?agent=${agent}`)).items[0]

test('a good release goes through all phases to everybody, and the evidence of its promotion stays visible', async ({
  page,
}) => {
  const { baseline, candidate } = await register('desk')
  await page.goto(`${holdpoint.url}/releases/${candidate}`)
  await page.getByRole('button', { name: 'Roll out…' }).click()
  await expect(page.getByLabel('Baseline')).toHaveValue(baseline)
  await page.getByLabel('Strategy').selectOption('minutes')
  await page.getByRole('button', { name: `Roll ${candidate} out`, exact: true }).click()
  await expect(page).toHaveURL(/\/rollouts\/rol_/)
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  const both = [baseline, candidate].map(release => ({ release, count: enough }))
  const phases = phasesOf(page)
  await expect(page.getByText('running at 10 %').first()).toBeVisible(soon)
  await runPhase(id, 'desk', 16, both)
  await expect(page.getByText('running at 50 %').first()).toBeVisible(soon)
  await expect(phases.nth(0)).toContainText('✓')
  await expect(phases.nth(1)).not.toContainText('✓')
  expect(await serving('desk')).toMatchObject({ baseline, candidate, weightBps: 5_000 })
  await runPhase(id, 'desk', 11, both)
  await expect(page.getByText('baking at 100 %').first()).toBeVisible(soon)
  await expect(phases.nth(1)).toContainText('✓')
  // Nobody has the baseline now.
  await runPhase(id, 'desk', 6, [{ release: candidate, count: 40 }])
  await expect(page.getByText('Promoted: 4 gates passed.')).toBeVisible(soon)
  await expect(phases.filter({ hasText: '✓' })).toHaveCount(3)

  const moves = ['promoted at 100 %', 'baking at 100 %', 'running at 50 %', 'running at 10 %', 'not started']
  await expect(historyOf(page)).toHaveText(moves.map(move => new RegExp(`^${move}`)))
  const evidence = await openEvidence(page)
  await expect(evidence.getByRole('row', { name: /^Quality/ })).toHaveText(/0\.860.*0\.860.*pass/)
  await expect(evidence.getByRole('row', { name: /^Error rate/ })).toHaveText(/0\.00 %.*pass/)
  await expect(evidence.locator('pre')).toContainText(
    /"requests": 120\n[\s\S]*"requests": 120\n[\s\S]*"requests": 40\n/,
  )
  expect(await serving('desk')).toMatchObject({ baseline: candidate, candidate: null, weightBps: 0 })
})

const bad = [
  {
    agent: 'spender',
    does: 'costs more',
    as: { cost: 1.6 },
    sentence:
      /^Rolled back: The cost of a request is \+[56]\d % against the baseline: the whole interval, \+\d+ % to \+\d+ %, lies beyond the allowed \+20 %\. Seen between looks\.$/,
    gate: 'Cost per request',
    figures: /\$0\.01[678]\d.*\$0\.01[01]\d.*fail/,
  },
  {
    agent: 'guesser',
    does: 'answers worse',
    as: { quality: 0.6 },
    sentence:
      /^Rolled back: Quality is −0\.260 against the baseline: the whole interval, −0\.\d+ to −0\.\d+, lies beyond the allowed −0\.050\. Seen between looks\.$/,
    gate: 'Quality',
    figures: /0\.600.*0\.860.*fail/,
  },
  {
    agent: 'stumbler',
    does: 'fails',
    as: { failingFifths: 1 },
    sentence:
      /^Rolled back: The error rate is 20\.00 %: the whole interval, \d+\.\d\d % to \d+\.\d\d %, lies beyond the allowed 5\.00 %\. Seen at the end of the phase\.$/,
    gate: 'Error rate',
    figures: /20\.00 %.*0\.00 %.*fail/,
  },
]

/** Begins a rollout of an agent's second release, and opens its page when it has its first users. */
async function begin(page: Page, agent: string, more: object = {}) {
  const releases = await register(agent)
  const asked = { agent, environment: 'production', ...releases, strategy: 'minutes', ...more }
  const { id } = await send('POST', '/api/v1/rollouts', asked)
  await page.goto(`${holdpoint.url}/rollouts/${id}`)
  await expect(page.getByText('running at 10 %').first()).toBeVisible(soon)
  return { id: id as string, ...releases }
}

/** That the page says why it was taken back, with the figures of the gate, then and now, and that nobody has it any more. */
async function expectRolledBack(page: Page, agent: string, gate: string, figures: RegExp): Promise<void> {
  await expect(gateOf(page, gate)).toHaveText(figures)
  await expect(page.getByRole('region', { name: 'Gates, table' }).getByText('fail', { exact: true })).toHaveCount(1)
  await expect(phasesOf(page).first()).toContainText('rolled back')
  const evidence = await openEvidence(page)
  await expect(evidence).toContainText('rolled back at 10 %')
  await expect(evidence.getByRole('row', { name: new RegExp(`^${gate}`) })).toContainText('fail')
  expect(await serving(agent)).toMatchObject({ baseline: `${agent}-1`, candidate: null, weightBps: 0 })
}

for (const { agent, does, as, sentence, gate, figures } of bad)
  test(`a candidate that ${does} is taken back by itself, and the page shows the gate that failed`, async ({
    page,
  }) => {
    const { id, baseline, candidate } = await begin(page, agent)
    await runPhase(id, agent, 6, [
      { release: baseline, count: enough },
      { release: candidate, count: enough, ...as },
    ])
    await expect(page.getByText(sentence)).toBeVisible(soon)
    await expectRolledBack(page, agent, gate, figures)
  })

test('a breaker that opens rolls the candidate back, and is named as the reason', async ({ page }) => {
  await send('PUT', '/api/v1/breakers/faller-steps', { scope: { agent: 'faller' }, consecutiveFailures: 3 })
  const { id } = await begin(page, 'faller')
  const ask = async (path: string, body: object) => {
    const response = await fetch(`${holdpoint.url}/api/v1/permits${path}`, {
      ...{ method: 'POST', headers: asAgent, body: JSON.stringify(body) },
    })
    expect(response.ok, await response.clone().text()).toBe(true)
    return response.json()
  }
  for (let n = 0; n < 3; n++) {
    const permit = await ask('', { agent: 'faller', runId: `run-${n}`, step: 'run', environment: 'production' })
    expect(permit.decision).toBe('allow')
    await ask(`/${permit.id}/outcome`, { status: 'error', error: 'It fell' })
  }
  await expect(
    page.getByText(/^Rolled back: The breaker faller-steps stopped the agent: 3 failures in a row\.$/),
  ).toBeVisible(soon)
  await expect(phasesOf(page).first()).toContainText('rolled back')
  await expect(await openEvidence(page)).toContainText('rolled back at 10 %')
  expect(await serving('faller')).toMatchObject({ baseline: 'faller-1', candidate: null, weightBps: 0 })
  const [last] = (await send('GET', `/api/v1/rollouts/${id}`)).transitions
  expect(last).toMatchObject({ rule: 'breaker', evidence: { breaker: { name: 'faller-steps' } } })
})

/** Who is told over HTTP, and believes only what is signed. */
async function receiver() {
  const heard: { type: string; rollout: Record<string, unknown>; at: number }[] = []
  const server = http.createServer(async (request, response) => {
    const at = Date.now()
    const body = Buffer.concat(await request.toArray()).toString()
    const told = new Webhook(secret).verify(body, request.headers as Record<string, string>) as {
      type: string
      data: { rollout: Record<string, unknown> }
    }
    heard.push({ type: told.type, rollout: told.data.rollout, at })
    response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { url, heard, close: () => server.close() }
}

/** What a user is given over OFREP. */
async function given(agent: string, targetingKey: string): Promise<{ value: string; variant: string }> {
  const response = await fetch(`${holdpoint.url}/api/ofrep/v1/evaluate/flags/${agent}`, {
    method: 'POST',
    headers: asAgent,
    body: JSON.stringify({ context: { targetingKey, environment: 'production' } }),
  })
  return response.json()
}

async function userOfCandidate(agent: string): Promise<string> {
  for (let n = 0; n < 500; n++) {
    if ((await given(agent, `user-${n}`)).variant === 'candidate') return `user-${n}`
  }
  throw new Error('none of 500 users has the candidate')
}

test('a critical incident rolls the candidate back, and OFREP, the stream and a webhook report it at once', async ({
  page,
}) => {
  const hook = await receiver()
  await send('PUT', '/api/v1/channels/on-call', { kind: 'webhook', url: hook.url, secret })
  const { id, baseline, candidate } = await begin(page, 'mover', { channels: ['on-call'] })
  const user = await userOfCandidate('mover')
  expect((await given('mover', user)).value).toBe(candidate)
  const { revision } = await send('GET', `/api/v1/rollouts/${id}`)
  const back = (event: StreamEvent) => event.ids.includes(id) && event.revision === revision + 1
  const stream = await openStream(holdpoint.url, 'rollouts', events => events.some(back))
  const message = () => hook.heard.find(({ type }) => type === 'rollout.rolled_back')

  await send('POST', '/api/v1/incidents', { title: 'It sent money', severity: 'critical', agent: 'mover' })
  let evaluatedAt = 0
  const evaluate = async () => {
    const { value } = await given('mover', user)
    evaluatedAt = Date.now()
    return value
  }
  const often = { ...soon, intervals: [20] }
  const [{ events, at: streamedAt }] = await Promise.all([
    stream.until.then(events => ({ events, at: Date.now() })),
    expect.poll(evaluate, often).toBe(baseline),
    expect.poll(message, often).toBeDefined(),
  ])
  hook.close()
  expect(events.find(back)?.type).toBe('rollout.changed')
  expect(message()?.rollout).toMatchObject({ id, rule: 'incident', serving: baseline, weightBps: 0 })

  const [last] = (await send('GET', `/api/v1/rollouts/${id}`)).transitions
  expect(last).toMatchObject({ to: 'rolled_back 0', rule: 'incident', revision: revision + 1 })
  const after = (at = 0) => `${at - Date.parse(last.at)} ms`
  const measured = `OFREP ${after(evaluatedAt)}, stream ${after(streamedAt)}, webhook ${after(message()?.at)}`
  // How soon depends on who else uses the machine: it is told, and not judged.
  test.info().annotations.push({ type: 'after the rollback', description: measured })
  console.log(`after the rollback: ${measured}`)

  await expect(page.getByText(/^Rolled back: Critical incident inc_\w+: It sent money$/)).toBeVisible(soon)
  await expectRolledBack(page, 'mover', 'Safety incidents', /Critical incident inc_\w+: It sent money.*fail/)
})
