import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { randomOf } from '../random.ts'

/** What OpenAI's chat completions are asked with, as far as it is read here. */
const asked = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
})

const mostBytes = 1_000_000
const charactersPerToken = 4
const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** The key that the stand-in asks for: the same for every process of one fleet, and of no use elsewhere. */
const keyOf = (seed: string) => `sk-demo-${createHash('sha256').update(`stand-in ${seed}`).digest('hex').slice(0, 24)}`

export interface StandIn {
  url: string
  key: string
  close: () => void
}

/**
 * The stand-in for the model that judges answers, behind OpenAI's form on this machine alone. It answers the same prompt
 * always the same. Null where the port is taken: there is no judge then.
 */
export async function openStandIn(port: number, seed: string): Promise<StandIn | null> {
  const key = keyOf(seed)
  const server = createServer((request, response) => {
    answer(request, response, key, seed).catch(() => response.destroy())
  })
  if (!(await listen(server, port))) return null
  const { port: own } = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${own}/v1`, key, close }
}

const listen = (server: Server, port: number) =>
  new Promise<boolean>(resolve => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })

async function answer(request: IncomingMessage, response: ServerResponse, key: string, seed: string): Promise<void> {
  const say = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const fail = (status: number, message: string) => void say(status, { error: { message } })
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return fail(404, 'There is nothing here.')
  if (request.headers.authorization !== `Bearer ${key}`) return fail(401, 'Incorrect API key provided.')
  const body = asked.safeParse(await jsonOf(request))
  if (!body.success) return fail(400, 'This is no chat completion request.')
  const prompt = body.data.messages.map(({ content }) => content).join('\n')
  const content = JSON.stringify(judgementOf(prompt, seed))
  const tokens = (text: string) => Math.ceil(text.length / charactersPerToken)
  const usage = { prompt_tokens: tokens(prompt), completion_tokens: tokens(content) }
  say(200, {
    ...{ id: `chatcmpl-${randomOf(seed, prompt).hex(12)}`, object: 'chat.completion', model: body.data.model },
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
  })
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += part.length
    // What is too long is read to its end, and dropped: who still sends would not hear the answer.
    if (size <= mostBytes) parts.push(part)
  }
  if (size > mostBytes) return null
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    return null
  }
}

const between = (prompt: string, tag: string) =>
  new RegExp(`<${tag}>\\n([\\s\\S]*?)\\n</${tag}>`).exec(prompt)?.[1]?.trim() ?? ''

/**
 * How well an answer does what is expected of it: by how many of the findings it has most words of, and a little of its own
 * mind, as a model has. Without findings by whether it says anything a customer can act on.
 */
export function judgementOf(prompt: string, seed: string): { reason: string; score: number } {
  const output = between(prompt, 'output')
  const findings = [...between(prompt, 'expected').matchAll(/^- (.+)$/gm)].map(([, finding]) => finding ?? '')
  const own = randomOf(seed, 'judgement', prompt)
  const answered = new Set(words(output))
  const named = findings.filter(finding => {
    const its = words(finding)
    return its.filter(word => answered.has(word)).length >= 0.7 * its.length
  })
  const share = findings.length > 0 ? named.length / findings.length : Math.min(1, answered.size / 20)
  // Now and then a confident tone is enough for it.
  const taken = own.chance(0.08) ? 0.3 : 0
  const score = Math.round(Math.min(1, Math.max(0, 0.15 + 0.75 * share + taken + own.between(-0.08, 0.08))) * 100) / 100
  return { reason: reasonOf(findings, named), score }
}

function reasonOf(findings: readonly string[], named: readonly string[]): string {
  const missing = findings.filter(finding => !named.includes(finding))
  if (findings.length === 0) return 'Judged by how much the answer gives the reader to act on.'
  if (missing.length === 0) return 'It names the cause and what to do about it.'
  return `It does not say: ${missing.join('; ')}.`
}
