import path from 'node:path'
import { z } from 'zod'
import { Refusal } from './refusal.ts'

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  HOLDPOINT_URL: z
    .url()
    .transform(url => url.replace(/\/$/, ''))
    .optional(),
  HOLDPOINT_DATA_DIR: z.string().min(1).default('.holdpoint'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .optional(),
  HOLDPOINT_ROLE: z.enum(['web', 'gateway', 'worker', 'all']).default('all'),
  HOLDPOINT_INIT_EMAIL: z.email().optional(),
  HOLDPOINT_INIT_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  HOLDPOINT_INIT_API_KEY: z
    .string()
    .regex(/^hp_[A-Za-z0-9_-]{20,200}$/, 'must be hp_ and 20 to 200 letters, digits, _ or -')
    .optional(),
  HOLDPOINT_MAX_BODY_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(64 * 1024 * 1024),
})

export interface Env {
  port: number
  host: string
  /** Public base, without a slash at the end; null: http on this machine. */
  url: string | null
  /** Absolute. Embedded database and generated secrets. */
  dataDir: string
  databaseUrl: string | null
  role: 'web' | 'gateway' | 'worker' | 'all'
  initEmail: string | null
  initPassword: string | null
  initApiKey: string | null
  maxBodyBytes: number
}

/** Reads the environment; throws a Refusal that names the variable. Empty values count as not set. */
export function loadEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Refusal(`The environment variable ${String(issue?.path[0])} is wrong: ${issue?.message}.`)
  }
  const value = parsed.data
  return {
    port: value.PORT,
    host: value.HOST,
    url: value.HOLDPOINT_URL ?? null,
    dataDir: path.resolve(value.HOLDPOINT_DATA_DIR),
    databaseUrl: value.DATABASE_URL ?? null,
    role: value.HOLDPOINT_ROLE,
    initEmail: value.HOLDPOINT_INIT_EMAIL ?? null,
    initPassword: value.HOLDPOINT_INIT_PASSWORD ?? null,
    initApiKey: value.HOLDPOINT_INIT_API_KEY ?? null,
    maxBodyBytes: value.HOLDPOINT_MAX_BODY_BYTES,
  }
}
