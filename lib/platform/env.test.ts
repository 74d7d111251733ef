import path from 'node:path'
import { expect, test } from 'vitest'
import { loadEnv } from './env.ts'

test('an unset or empty variable has its default', () => {
  const env = loadEnv({})
  expect(env).toMatchObject({ port: 3000, host: '127.0.0.1', url: null, databaseUrl: null, maxBodyBytes: 2 ** 26 })
  expect(env.dataDir).toBe(path.resolve('.holdpoint'))
  expect(loadEnv({ PORT: '', HOST: '', DATABASE_URL: '', HOLDPOINT_DATA_DIR: '', HOLDPOINT_LOG_LEVEL: '' })).toEqual(
    env,
  )
})

test.each([
  ['PORT', '3000.5'],
  ['PORT', ' '],
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['PORT', 'http'],
  ['HOLDPOINT_URL', 'holdpoint.example.com'],
  ['HOLDPOINT_URL', 'https://holdpoint.example.com/ops'],
  ['HOLDPOINT_URL', 'https://user@holdpoint.example.com'],
  ['HOLDPOINT_URL', 'ftp://holdpoint.example.com'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['DATABASE_URL', 'postgresql://user:p@ss/word@localhost:5432/x'],
  ['DATABASE_URL', 'postgresql://localhost:port/x'],
  ['DATABASE_URL', 'postgresql://user:p#ss@localhost/x'],
  ['DATABASE_URL', 'postgresql://user:p%zz@localhost/x'],
  ['HOLDPOINT_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['HOLDPOINT_TRUSTED_PROXIES', 'proxy.internal'],
  ['NEXTAUTH_SECRET', 'short'],
  ['HOLDPOINT_SECRET', 'short'],
  ['HOLDPOINT_MAX_BODY_BYTES', '64MB'],
  ['HOLDPOINT_MAX_BODY_BYTES', '12'],
  ['HOLDPOINT_LOG_LEVEL', 'loud'],
])('%s=%s is invalid, and one sentence names it', (name, value) => {
  let message = ''
  try {
    loadEnv({ [name]: value })
  } catch (error) {
    message = (error as Error).message
    expect((error as Error).name).toBe('StartError')
  }
  expect(message).toMatch(new RegExp(`^The environment variable ${name} is wrong: [^\\n]+\\.$`))
})

test('an invalid database address is not printed with its password', () => {
  expect(() => loadEnv({ DATABASE_URL: 'postgresql://user:hunter22@local host/x' })).toThrow(/^(?!.*hunter22)/)
})
