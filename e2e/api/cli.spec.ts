import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { givenHoldpoint, key, mira, test } from '../support/holdpoint.ts'
import { signInByHttp } from '../support/person.ts'

const holdpoint = givenHoldpoint()
const root = path.resolve(import.meta.dirname, '../..')

test('the command in a shell script, as CI would run it: every exit code', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'holdpoint-cli-'))
  try {
    const script = path.join(root, 'e2e/fixtures/ci/eval.sh')
    const env = { ...process.env, HOLDPOINT_URL: holdpoint.url, HOLDPOINT_API_KEY: key }
    const args = [script, path.join(root, 'clients/cli/holdpoint.mjs'), dir]
    const { stdout } = await promisify(execFile)('bash', args, { env }).catch(error => error)
    expect(stdout).toBe('whole\n')
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('a label of a prompt begins to move in stages; what cannot begin is an error', async () => {
  const person = await signInByHttp(holdpoint.url, mira.email, mira.password)
  const ok = async (answer: Promise<Response>) => {
    const response = await answer
    const body = await response.json()
    expect(response.status, JSON.stringify(body)).toBeLessThan(300)
    return body
  }
  await ok(person('PUT', '/api/v1/agents/triage', { qualityScore: { name: 'quality' }, environments: ['production'] }))
  const address = `/api/v1/prompts/${encodeURIComponent('triage/diagnose')}`
  for (const template of ['Diagnose {{alert}}.', 'Diagnose {{alert}} in one sentence.'])
    await ok(person('PUT', `${address}/versions`, { template }))
  await ok(person('PUT', `${address}/labels/production`, { version: 1, reason: 'The first' }))
  const { secret } = await ok(person('POST', '/api/v1/keys', { name: 'build', scopes: ['ci'] }))

  const stage = (token: string, ...args: string[]) =>
    promisify(execFile)(
      process.execPath,
      [path.join(root, 'clients/cli/holdpoint.mjs'), 'prompts', 'stage', 'triage/diagnose', ...args],
      { env: { ...process.env, HOLDPOINT_URL: holdpoint.url, HOLDPOINT_API_KEY: token } },
    ).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    )
  const failed = (why: RegExp) => ({ code: 2, stdout: '', stderr: expect.stringMatching(why) })
  expect(await stage(key, '2')).toMatchObject(failed(/--agent is missing/))
  expect(await stage(key, 'newest', '--agent', 'triage')).toMatchObject(failed(/newest is no version/))
  expect(await stage(key, '7', '--agent', 'triage')).toMatchObject(failed(/422 There is no version 7 of this prompt/))
  expect(await stage(secret, '2', '--agent', 'triage')).toMatchObject(failed(/403/))

  const begun = await stage(key, '2', '--agent', 'triage')
  expect(begun).toMatchObject({ code: 0, stderr: '' })
  const rollout = await ok(person('GET', `/api/v1/rollouts/${begun.stdout.trim()}`))
  expect(rollout).toMatchObject({
    ...{ agent: 'triage', environment: 'production', strategy: 'prompt-change' },
    prompt: { name: 'triage/diagnose', label: 'production', baseline: 1, candidate: 2 },
  })
  expect(await stage(key, '2', '--agent', 'triage')).toMatchObject(failed(/409 /))
})
