import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { closeNow, listen } from './server.ts'

/** An answer of Holdpoint's on its way to the client. */
export interface Passing {
  method: string
  path: string
  status: number
  body: string
}

/** What goes wrong on the way, or is done when a request passes. */
export interface Fault {
  /** Instead of asking Holdpoint: cut the connection, never answer, or this answer. */
  instead?(request: { method: string; path: string }): 'cut' | 'hang' | { status: number; body: string } | null
  before?(request: { method: string; path: string; body: string; headers: Headers }): Promise<void>
  /** Another answer than Holdpoint's; null: the connection is cut. */
  answer?(passing: Passing): Promise<string | null> | string | null
}

/** A way to Holdpoint that can be broken: the client knows no other address. */
export async function openProxy(to: string) {
  let fault: Fault = {}
  const server = createServer((request, response) => {
    pass(request, response, to, () => fault).catch(() => response.destroy())
  })
  return {
    url: await listen(server),
    breakBy(next: Fault) {
      fault = next
    },
    close: () => closeNow(server),
  }
}

async function pass(request: IncomingMessage, response: ServerResponse, to: string, current: () => Fault) {
  const { method = 'GET', url: path = '/' } = request
  const body = await buffer(request)
  const fault = current()
  const instead = fault.instead?.({ method, path }) ?? null
  if (instead === 'hang') return
  if (instead === 'cut') return void response.destroy()
  if (instead) return void response.writeHead(instead.status).end(instead.body)
  const headers = new Headers()
  for (const name of ['authorization', 'content-type', 'content-encoding', 'idempotency-key', 'accept']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  await fault.before?.({ method, path, body: body.toString(), headers })
  const answer = await fetch(to + path, { method, headers, body: body.length === 0 ? undefined : new Uint8Array(body) })
  const passing = { method, path, status: answer.status, body: await answer.text() }
  const given = fault.answer ? await fault.answer(passing) : passing.body
  if (given === null) return void response.destroy()
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
  response.end(given)
}
