import { expect } from '@playwright/test'

async function send(url: string, key: string, method: string, path: string, body: unknown) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
  expect([response.status, response.ok ? '' : await response.clone().text()]).toEqual([response.status, ''])
  return response.json()
}

const before = `You are an incident responder.
Find the root cause of {{alert}} on {{host}}.
Answer with one finding a line.`

/** A prompt with two versions; production has the first, and has had another before. */
export async function sendPrompts(url: string, key: string, name = 'triage/diagnose'): Promise<string> {
  const at = `/prompts/${encodeURIComponent(name)}`
  const add = (template: string, note: string) =>
    send(url, key, 'PUT', `${at}/versions`, {
      template,
      note,
      model: 'claude-sonnet-4-5',
      parameters: { temperature: 0 },
    })
  const move = (version: number) =>
    send(url, key, 'PUT', `${at}/labels/production`, { version, reason: 'Better by its suite' })
  await add(before, 'First')
  await move(1)
  await add(before.replace('root cause', 'root cause and the fix').replace(' on {{host}}', ''), 'Asks for the fix')
  return name
}

const queries = Array.from({ length: 60 }, (_, n) => ({
  id: `q${n}`,
  text: `What do I do when node-${n} is full?`,
  expected: ['disk-full', 'log-rotation'],
  retrieved: n % 3 === 0 ? ['dns', 'tls', 'disk-full'] : ['disk-full', 'log-rotation', 'dns'],
}))

/** A registered pipeline whose recall is too low. */
export async function sendPipeline(url: string, key: string, slug = 'runbooks'): Promise<string> {
  const production = { embeddingModel: 'text-embedding-3-small', chunkSize: 800, chunkOverlap: 100 }
  const built = { indexBuiltAt: '2026-11-20T00:00:00Z', documentsUpdatedAt: '2026-11-19T00:00:00Z' }
  await send(url, key, 'PUT', `/rag-pipelines/${slug}`, { ...production, ...built, retriever: 'search_runbooks' })
  await send(url, key, 'POST', '/rag-checks', { pipeline: slug, ...production, k: 2, queries, commit: '9fceb02d0ae5' })
  return slug
}
