import { type LookupAddress, lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { mayReach, type Networks } from './addresses.ts'

export interface Delivery {
  url: string
  headers: Record<string, string>
  body: string
}

export interface SendOptions {
  /** Networks that may be reached although they are not public. */
  allowed: Networks
  /** For the whole delivery, with the lookup of the name. */
  timeoutMs?: number
  /** Bytes of an answer that are read; by default the beginning, for a log. */
  keptBytes?: number
  /** Resolves names to addresses; tests pass their own. */
  resolve?: (name: string) => Promise<LookupAddress[]>
}

/** What became of a delivery: an answer of any status, or why there was none; `connected`: the receiver may have it. */
export type Sent =
  | { kind: 'answered'; status: number; body: string; ms: number }
  | { kind: 'blocked' | 'unreachable' | 'timed-out'; why: string; ms: number; connected: boolean }

const forTheLog = 2_048
const defaultTimeoutMs = 10_000

/**
 * Posts a body to an address that somebody configured. The address is judged when the connection is opened, after the
 * name was resolved: what a name meant earlier, or means a moment later, does not count. Redirects are not followed:
 * they would lead past that check, and a receiver that has moved must be configured anew.
 */
export async function send({ url, headers, body }: Delivery, options: SendOptions): Promise<Sent> {
  const began = performance.now()
  const ms = () => Math.round(performance.now() - began)
  const target = URL.canParse(url) ? new URL(url) : null
  if (!target || !/^https?:$/.test(target.protocol))
    return { kind: 'blocked', why: 'not an http or https address', ms: 0, connected: false }
  const literal = target.hostname.replace(/^\[|\]$/g, '')
  const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80))
  if (isIP(literal) && !mayReach(literal, port, options.allowed))
    return { kind: 'blocked', why: notPublic(literal), ms: 0, connected: false }
  let connected = false
  const onConnected = () => {
    connected = true
  }
  const signal = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs)
  try {
    const answer = await post({ target, port, headers, body, onConnected }, signal, options)
    return { kind: 'answered', ...answer, ms: ms() }
  } catch (error) {
    const so = { ms: ms(), connected }
    if (error instanceof NotPublic) return { kind: 'blocked', why: error.message, ...so }
    if (signal.aborted)
      return { kind: 'timed-out', why: `no answer within ${options.timeoutMs ?? defaultTimeoutMs} ms`, ...so }
    return { kind: 'unreachable', why: error instanceof Error ? error.message : 'unknown reason', ...so }
  }
}

class NotPublic extends Error {}
const notPublic = (address: string) => `${address} is not a public address, and its network is not allowed`

interface Post extends Pick<Delivery, 'headers' | 'body'> {
  target: URL
  port: number
  onConnected: () => void
}

function post({ target, port, headers, body, onConnected }: Post, signal: AbortSignal, options: SendOptions) {
  const { request } = target.protocol === 'https:' ? https : http
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = request(target, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: checkedLookup(port, options),
      // A connection that is kept open was judged for another delivery.
      agent: false,
      signal,
    })
    sent.on('error', reject)
    sent.on('socket', socket => socket.once(target.protocol === 'https:' ? 'secureConnect' : 'connect', onConnected))
    sent.on('response', answer => {
      readStart(answer, options.keptBytes ?? forTheLog).then(
        text => resolve({ status: answer.statusCode ?? 0, body: text }),
        reject,
      )
    })
    sent.end(body)
  })
}

/** Resolves a name, and blocks it when any of its addresses may not be reached. */
function checkedLookup(port: number, { allowed, resolve = systemResolve }: SendOptions): LookupFunction {
  return (name, asked, done) => {
    resolve(name).then(
      addresses => {
        const wrong = addresses.find(({ address }) => !mayReach(address, port, allowed))
        const [first] = addresses
        if (wrong) done(new NotPublic(`${name} resolves to ${notPublic(wrong.address)}`), '', 0)
        else if (!first) done(new Error(`${name} has no address`), '', 0)
        else if (asked.all) (done as (error: null, all: LookupAddress[]) => void)(null, addresses)
        else done(null, first.address, first.family)
      },
      error => done(error, '', 0),
    )
  }
}

const systemResolve = (name: string) =>
  new Promise<LookupAddress[]>((resolve, reject) => {
    lookup(name, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })

/** The beginning of an answer; the rest is not read. */
async function readStart(answer: http.IncomingMessage, keptBytes: number): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer) {
    parts.push(part as Buffer)
    size += (part as Buffer).length
    if (size >= keptBytes) break
  }
  answer.destroy()
  return Buffer.concat(parts).subarray(0, keptBytes).toString('utf8')
}
