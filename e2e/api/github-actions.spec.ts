import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { parse } from 'yaml'
import { freePort } from '#lib/platform/postgres/free-port.ts'
import { givenOwnHoldpoint, init, key, mira, test } from '../support/holdpoint.ts'
import { signInByHttp } from '../support/person.ts'
import { runWorkflow } from '../support/workflow.ts'

// The workflow of examples/pipeline/, its own steps in a real shell, with the receiver of deploy.requested beside it.

const holdpoint = givenOwnHoldpoint({ ...init, HOLDPOINT_ALLOWED_NETWORKS: '127.0.0.0/8' })
const root = path.resolve(import.meta.dirname, '../..')
const example = path.join(root, 'examples/pipeline')
const secret = `whsec_${Buffer.from('a secret of the deploy channel').toString('base64')}`
const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-actions-'))
const applied = path.join(folder, 'applied.yaml')
let deployer: ChildProcess | undefined
let port = 0

test.beforeAll(async () => {
  port = await startDeployer()
})

test.afterAll(async () => {
  if (deployer?.exitCode === null) {
    deployer.kill()
    await once(deployer, 'exit')
  }
  rmSync(folder, { recursive: true })
})

/** A repository as its team has it, with a copy of the command in it. */
function repository(): string {
  const own = mkdtempSync(path.join(folder, 'repository-'))
  cpSync(path.join(root, 'e2e/fixtures/ci/triage'), own, { recursive: true })
  cpSync(path.join(root, 'clients/cli'), path.join(own, 'ci/holdpoint'), { recursive: true })
  return own
}

async function startDeployer(): Promise<number> {
  const kubectl = path.join(folder, 'kubectl')
  writeFileSync(kubectl, `#!/bin/sh\ncat >> '${applied}'\n`)
  chmodSync(kubectl, 0o755)
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), KUBECTL: kubectl, WEBHOOK_SECRET: secret, IMAGE: 'registry/triage' }
  deployer = spawn(process.execPath, [path.join(example, 'deployer.mjs')], { env })
  const answers = () =>
    fetch(`http://127.0.0.1:${port}`, { method: 'POST' }).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(answers).toBe(401)
  return port
}

type Person = Awaited<ReturnType<typeof signInByHttp>>
const ok = async (answer: Promise<Response>) => {
  const response = await answer
  expect(response.ok, await response.clone().text()).toBe(true)
  return response.json()
}

/** What the header of the example asks for, and a release that serves. Answers a key of the scope admin. */
async function prepare(person: Person): Promise<string> {
  const url = `http://127.0.0.1:${port}`
  await ok(person('PUT', '/api/v1/channels/deployer', { kind: 'webhook', url, secret }))
  await ok(person('PUT', '/api/v1/pipelines/triage', { agent: 'triage', deployChannel: 'deployer' }))
  const phases = [{ weightBps: 10_000, seconds: 60 }]
  const strategy = { phases, gates: { qualityMargin: null }, shadow: { minimumPairs: 80 } }
  await ok(person('PUT', '/api/v1/strategies/shadow', strategy))
  const before = { agent: 'triage', code: 'git:1', model: { provider: 'openai', id: 'gpt-5-2025-08-07' } }
  await ok(person('PUT', '/api/v1/releases/triage-before', before))
  const serve = { release: 'triage-before', reason: 'It has served so far.' }
  await ok(person('PUT', '/api/v1/allocations/triage/production', serve))
  const suite = { level: 'evaluation', scenarios: cases.map(id => ({ id, input: 'Where is my parcel?' })) }
  await ok(person('PUT', '/api/v1/suites/triage', suite))
  return (await ok(person('POST', '/api/v1/keys', { name: 'shadow', scopes: ['admin'] }))).secret
}
const cases = Array.from({ length: 20 }, (_, at) => `case ${at}`)

/** A person who says yes as soon as they are asked. */
async function approve(person: Person): Promise<void> {
  const asked = async () => (await ok(person('GET', '/api/v1/approvals?status=pending'))).items
  await expect.poll(async () => (await asked()).length, { timeout: 60_000 }).toBe(1)
  const [{ id, revision }] = await asked()
  const decision = { kind: 'approve', expectedRevision: revision, comment: 'The shadow was not worse.' }
  await ok(person('POST', `/api/v1/approvals/${id}/decision`, decision))
}

test('the steps of the GitHub Actions example bring a release to production, and a failed test ends them', async () => {
  test.setTimeout(300_000)
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password)
  const admin = await prepare(person)
  const file = parse(readFileSync(path.join(example, 'github-actions.yml'), 'utf8'))
  const commit = '4f1c2ab9'
  const run = async (sha: string, more: Record<string, string> = {}) => {
    const own = repository()
    const prefix = path.join(own, 'global')
    let approval: Promise<void> | undefined
    const outcomes = await runWorkflow(file, {
      folder: own,
      env: {
        ...{ PATH: `${prefix}/bin:${process.env.PATH}`, HOME: own, APPLIED: applied, GITHUB_SHA: sha },
        ...{ npm_config_prefix: prefix, npm_config_offline: 'true', npm_config_update_notifier: 'false', ...more },
      },
      values: {
        'github.sha': sha,
        'secrets.HOLDPOINT_URL': holdpoint.url,
        'secrets.HOLDPOINT_API_KEY': key,
        'secrets.HOLDPOINT_SHADOW_KEY': admin,
      },
      onStep(name) {
        if (name.startsWith('Production')) approval = approve(person)
      },
    })
    await approval
    return outcomes
  }
  const stages = async () => {
    const { items } = await ok(person('GET', '/api/v1/pipeline-runs?pipeline=triage'))
    return items[0].stages.map(({ name, status }: { name: string; status: string }) => `${name} ${status}`)
  }

  const outcomes = await run(commit)
  const failed = outcomes.find(({ code }) => code !== 0)
  expect(failed ? `${failed.name}: ${failed.output}` : null).toBeNull()
  const steps = Object.values(file.jobs as Record<string, { steps: { run?: string; if?: string }[] }>).flatMap(
    job => job.steps,
  )
  expect(outcomes).toHaveLength(steps.filter(step => step.run && !step.if).length)
  expect(await stages()).toEqual(
    ['unit', 'integration', 'evaluation', 'shadow', 'production'].map(name => `${name} passed`),
  )
  // Holdpoint signed what it sent, and the receiver of the example applied both manifests, each once.
  const manifests = readFileSync(applied, 'utf8')
  for (const stage of ['shadow', 'production']) expect(manifests.split(`name: triage-${stage}\n`)).toHaveLength(2)
  expect(manifests.split(`image: registry/triage:${commit}`)).toHaveLength(3)
  expect(manifests.split(`"triage-${commit}"`)).toHaveLength(3)

  // Run again for the same commit: what has passed for its release is neither paid nor deployed to the shadow again.
  const again = await run(commit)
  const stuck = again.find(({ code }) => code !== 0)
  expect(stuck ? `${stuck.name}: ${stuck.output}` : null).toBeNull()
  const { items } = await ok(person('GET', '/api/v1/pipeline-runs?pipeline=triage'))
  expect(items).toHaveLength(2)
  expect(items[0].state).toBe('passed')
  expect(items[0].stages.map(({ reusedFrom }: { reusedFrom: string | null }) => reusedFrom)).toEqual([
    ...[null, null, items[1].id, items[1].id, null],
  ])
  expect((await ok(person('GET', '/api/v1/eval-runs?suite=triage'))).items).toHaveLength(1)
  const deployed = readFileSync(applied, 'utf8').split('name: triage-')
  expect(deployed.filter(text => text.startsWith('shadow\n'))).toHaveLength(1)
  expect(deployed.filter(text => text.startsWith('production\n'))).toHaveLength(2)

  const broken = await run('0000000a', { UNIT_TESTS: 'fail' })
  expect(broken.filter(({ code }) => code !== 0).map(({ name }) => name)).toEqual(['Unit tests'])
  expect(broken.at(-1)?.name).toBe('Say what failed')
  expect((await stages()).slice(0, 2)).toEqual(['unit failed', 'integration queued'])
  expect(readFileSync(applied, 'utf8').split('name: triage-')).toEqual(deployed)
})

test('what is signed with another secret is not applied', async () => {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password)
  const before = existsSync(applied) ? readFileSync(applied, 'utf8') : ''
  const other = `whsec_${Buffer.from('somebody else’s secret').toString('base64')}`
  await ok(
    person('PUT', '/api/v1/channels/forger', { kind: 'webhook', url: `http://127.0.0.1:${port}`, secret: other }),
  )
  const { status, lastResult } = await ok(person('POST', '/api/v1/channels/forger/test', {}))
  expect([status, lastResult]).toEqual(['failed', expect.stringContaining('401')])
  expect(existsSync(applied) ? readFileSync(applied, 'utf8') : '').toBe(before)
})
