import path from 'node:path'
import { z } from 'zod'
import { type TrustedProxies, trustedProxies } from './auth/client-address.ts'
import { parseNetworks } from './outbound/addresses.ts'
import { StartError } from './start-error.ts'

const secretText = z.string().min(16, 'must have at least 16 random characters; leave it unset to have one generated')

const isBare = (url: string) => URL.canParse(url) && `${new URL(url).origin}/` === new URL(url).href

/** Also false for the result of an unescaped password: another host, path or fragment. */
function isDatabaseUrl(text: string): boolean {
  try {
    const { username, password, pathname, hash } = new URL(text)
    decodeURIComponent(username + password + pathname)
    return !/[@/]/.test(pathname.slice(1)) && hash === ''
  } catch {
    return false
  }
}

const whole = (what: string, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be ${what}`)
    .transform(Number)
    .refine(value => value >= min && value <= max, `must be ${what}`)

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

const schema = z.object({
  PORT: whole('a port, 0 (any free one) to 65535', 0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  HOLDPOINT_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address like https://holdpoint.example.com' })
    .refine(url => isBare(url), 'must be only scheme, host and port; Holdpoint is not served under a path')
    .transform(url => url.replace(/\/$/, ''))
    .optional(),
  HOLDPOINT_DATA_DIR: z.string().min(1).default('.holdpoint'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .refine(
      url => isDatabaseUrl(url),
      'must be an address like postgresql://user:password@host:5432/database; special characters of the password are written %40 for @, %2F for /',
    )
    .optional(),
  // Checked when they are used, at the first start: access knows what an administrator needs.
  HOLDPOINT_INIT_EMAIL: z.string().optional(),
  HOLDPOINT_INIT_PASSWORD: z.string().optional(),
  HOLDPOINT_INIT_API_KEY: z.string().optional(),
  HOLDPOINT_TRUSTED_PROXIES: z.string().optional(),
  NEXTAUTH_SECRET: secretText.optional(),
  HOLDPOINT_SECRET: secretText.optional(),
  HOLDPOINT_MAX_BODY_BYTES: whole('a number of bytes, 1024 to 1073741824', 1024, 2 ** 30).default(64 * 1024 * 1024),
  // Checked here, so that the start says what is wrong; read where requests are counted and where the log is made.
  HOLDPOINT_KEY_REQUESTS_PER_MINUTE: whole('a number of requests, 0 (no limit) or more', 0, 1e9).optional(),
  HOLDPOINT_ALLOWED_NETWORKS: z
    .string()
    .refine(text => parseNetworks(text) !== null, 'must be networks such as 10.0.0.0/8, 192.168.1.7, 127.0.0.1:11434')
    .optional(),
  HOLDPOINT_DEMO_MODEL_PORT: whole('a port, 1 to 65535', 1, 65_535).optional(),
  HOLDPOINT_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  HOLDPOINT_MAIL_FROM: z.string().min(3).optional(),
  HOLDPOINT_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).optional(),
})

export interface Env {
  port: number
  host: string
  /** Public base, without a slash at the end; null: http on this machine. */
  url: string | null
  /** Absolute. Embedded database and generated secrets. */
  dataDir: string
  databaseUrl: string | null
  initEmail: string | null
  initPassword: string | null
  initApiKey: string | null
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies: TrustedProxies
  maxBodyBytes: number
}

/** Reads the environment; throws a StartError that names the variable. Empty values count as not set. */
export function loadEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new StartError(`The environment variable ${String(issue?.path[0])} is wrong: ${issue?.message}.`)
  }
  const value = parsed.data
  return {
    port: value.PORT,
    host: value.HOST,
    url: value.HOLDPOINT_URL ?? null,
    dataDir: path.resolve(value.HOLDPOINT_DATA_DIR),
    databaseUrl: value.DATABASE_URL ?? null,
    initEmail: value.HOLDPOINT_INIT_EMAIL ?? null,
    initPassword: value.HOLDPOINT_INIT_PASSWORD ?? null,
    initApiKey: value.HOLDPOINT_INIT_API_KEY ?? null,
    trustedProxies: trustedProxies(value.HOLDPOINT_TRUSTED_PROXIES),
    maxBodyBytes: value.HOLDPOINT_MAX_BODY_BYTES,
  }
}
