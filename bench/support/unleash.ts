import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import type pg from 'pg'
import { freePort } from '#lib/platform/postgres/free-port.ts'
import type { Client } from './permits/load.ts'

// What others serve shares with, from npm into a folder of its own: this repository does not depend on it.
const version = '8.2.0'
const tokens = { admin: '*:*.bench-admin', frontend: 'default:development.bench-frontend' }

async function install(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'beside', private: true }))
  const how = ['--no-audit', '--no-fund', '--ignore-scripts']
  await promisify(execFile)('npm', ['install', `unleash-server@${version}`, ...how], { cwd: folder })
}

/** A server of Unleash on a database of its own in the same Postgres, with one flag at 25 %: the least that it can be asked. */
export async function startUnleash(pool: pg.Pool, postgresUrl: string, folder: string) {
  await install(folder)
  await pool.query('create database unleash')
  const database = new URL(postgresUrl)
  database.pathname = '/unleash'
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [path.join(folder, 'node_modules/unleash-server/dist/server.js')], {
    cwd: folder,
    env: {
      ...{ ...process.env, DATABASE_URL: String(database), DATABASE_SSL: 'false', PORT: String(port) },
      ...{ HTTP_HOST: '127.0.0.1', LOG_LEVEL: 'error', CHECK_VERSION: 'false', SEND_TELEMETRY: 'false' },
      ...{ INIT_ADMIN_API_TOKENS: tokens.admin, INIT_FRONTEND_API_TOKENS: tokens.frontend, NODE_ENV: 'production' },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const stop = async () => {
    if (child.exitCode !== null) return
    child.kill()
    await once(child, 'exit')
  }
  try {
    await untilHealthy(url, () => child.exitCode !== null)
    await createFlag(url)
    await untilAnswered(url)
    return { url, pid: child.pid ?? 0, stop, client: clientOf(url), version }
  } catch (error) {
    await stop()
    throw error
  }
}

async function untilHealthy(url: string, hasEnded: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (hasEnded()) throw new Error('Unleash ended while it started.')
    const answer = await fetch(`${url}/health`).catch(() => null)
    if (answer?.ok) return
    await setTimeout(200)
  }
  throw new Error('Unleash has not started within two minutes.')
}

async function createFlag(url: string): Promise<void> {
  const features = '/api/admin/projects/default/features'
  const strategy = { name: 'flexibleRollout', parameters: { rollout: '25', stickiness: 'userId', groupId: 'hot' } }
  for (const [where, body] of [
    [features, { name: 'hot', type: 'release' }],
    [`${features}/hot/environments/development/strategies`, strategy],
    [`${features}/hot/environments/development/on`, {}],
  ] as const) {
    const headers = { authorization: tokens.admin, 'content-type': 'application/json' }
    const answer = await fetch(url + where, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`Unleash: ${where}: ${answer.status} ${await answer.text()}`)
  }
}

/** It reads its flags every few seconds: before that it would be asked for nothing. */
async function untilAnswered(url: string): Promise<void> {
  const users = Array.from({ length: 40 }, (_, n) => `user-${n}`)
  for (let tries = 0; tries < 100; tries++) {
    const found = await Promise.all(
      users.map(async user => {
        const answer = await fetch(`${url}/api/frontend?userId=${user}`, {
          headers: { authorization: tokens.frontend },
        })
        return ((await answer.json()) as { toggles: { name: string }[] }).toggles.length
      }),
    )
    if (found.includes(1) && found.includes(0)) return
    await setTimeout(300)
  }
  throw new Error('Unleash gives its flag to nobody, or to everybody.')
}

/** A client over kept connections that asks for the flags of a user, as a browser or a proxy does. */
function clientOf(url: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const ask = (userId: string) =>
    new Promise<null>((resolve, reject) => {
      const to = `${url}/api/frontend?userId=${encodeURIComponent(userId)}`
      const sent = request(to, { agent, headers: { authorization: tokens.frontend } }, answer => {
        answer.resume()
        answer.on('end', () => (answer.statusCode === 200 ? resolve(null) : reject(new Error(`${answer.statusCode}`))))
      })
      sent.on('error', reject)
      sent.end()
    })
  return { ask: ({ runId }) => ask(runId), tell: async () => {} }
}
