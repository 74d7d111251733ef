import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { givenHoldpoint, key, test } from '../support/holdpoint.ts'

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
