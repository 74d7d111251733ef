import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findPython } from '../../../clients/conformance/python.ts'
import { holdpoint } from '../../../clients/typescript/src/index.ts'

/** Of the million calls that a run may have at most, so that a renewal can be had. */
const slice = { tool: 'search', calls: 300_000, seconds: 10 }
const rounds = 3
const benchJournal = () => mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-journal-'))

/** Steps a second that a lease of the TypeScript client lets through, with the questions for the next slices. */
export async function stepsOfTypeScript(url: string, key: string): Promise<number> {
  const journal = benchJournal()
  const lease = holdpoint({ url, key, agent: 'leaser', environment: 'staging', journal }).lease('tool', slice)
  await lease.spend()
  const began = performance.now()
  for (let n = 1; n < rounds * slice.calls; n++) if (!lease.take(1, 0, 0)) await lease.spend()
  const rate = (rounds * slice.calls * 1000) / (performance.now() - began)
  await lease.giveBack()
  return rate
}

const script = `
import sys, time
sys.path.insert(0, sys.argv[1])
from holdpoint import Holdpoint
with Holdpoint(agent="leaser", environment="staging").lease("tool", tool="search", calls=${slice.calls}, seconds=${slice.seconds}) as lease:
    lease.spend()
    began = time.perf_counter()
    for _ in range(${rounds * slice.calls} - 1):
        lease.spend()
    print(${rounds * slice.calls} / (time.perf_counter() - began))
`

/** The same of the Python client; null where there is no Python. */
export function stepsOfPython(url: string, key: string): number | null {
  const python = findPython()
  if (python === null) return null
  const client = path.resolve(import.meta.dirname, '../../../clients/python')
  const env = { ...process.env, HOLDPOINT_URL: url, HOLDPOINT_API_KEY: key, HOLDPOINT_JOURNAL: benchJournal() }
  const ran = spawnSync(python, ['-c', script, client], { env, encoding: 'utf8', timeout: 60_000 })
  if (ran.status !== 0) throw new Error(ran.stderr.slice(-2_000))
  return Number(ran.stdout)
}
