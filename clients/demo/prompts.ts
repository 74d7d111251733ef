import { candidates } from './evals/runs.ts'
import { request, send, type Target } from './sender.ts'

/** The prompt of the support agent, and which version its releases run. */
export const supportPrompt = { name: 'support/answer', version: 1, ofDearer: 2 }

const answer = `You are a support agent of an online shop.
Answer the question of the customer from the articles below, and from nothing else.

Question: {{question}}
Articles:
{{articles}}`

const diagnose = `You are an incident responder on duty.
Find the root cause of this alert, say what shows it, and propose the safest fix.

Alert: {{alert}}
Service: {{service}}`

/** Texts of each prompt, oldest first, each with what changed. */
const prompts = {
  [supportPrompt.name]: {
    model: 'gpt-4o',
    texts: [
      [answer, 'First'],
      [`${answer}\n\nQuote every article in full.`, 'Quotes the articles'],
      [
        `${answer}\n\nName the article that you answer from. If none fits, say so.`,
        'Names its source, admits what it lacks',
      ],
    ],
  },
  'incident/diagnose': {
    model: 'gpt-4o-mini',
    texts: [
      [diagnose, 'First'],
      [
        diagnose.replace('say what shows it, and propose the safest fix', 'and answer in one sentence'),
        'Shorter answers',
      ],
    ],
  },
} as const

const settings = {
  ...{ description: 'What the incident responder is told with each alert.', suite: 'incident_investigation' },
  guardedLabels: ['production'],
}

/**
 * Prompts with their versions, one of which lost by its suite; and a RAG pipeline whose last check fails. Each once: a process
 * that was ended meanwhile is followed by one that goes on with what is there. Call it when the eval runs have been reported.
 */
export async function tellPrompts(target: Target): Promise<void> {
  for (const [name, { model, texts }] of Object.entries(prompts)) {
    const known = (await read(target, `${at(name)}/versions?limit=50`))?.items.length ?? 0
    for (const [template, note] of texts.slice(known)) {
      await send(target, 'PUT', `${at(name)}/versions`, { template, note, model, parameters: { temperature: 0.2 } })
    }
  }
  const production = (name: string) => `${at(name)}/labels/production`
  await goOn(target, `${at(supportPrompt.name)}/moves`, [
    () => move(target, supportPrompt.name, 1, 'The first that was good enough'),
    () => move(target, supportPrompt.name, 2, 'Customers asked for the whole article'),
    () =>
      send(target, 'POST', `${production(supportPrompt.name)}/rollback`, { reason: 'Each answer costs twice as much' }),
  ])
  await goOn(target, `${at('incident/diagnose')}/moves`, [
    () => move(target, 'incident/diagnose', 1, 'The first that was good enough'),
  ])
  const { suite } = await send(target, 'GET', `${at('incident/diagnose')}/settings`)
  if (suite === null) await send(target, 'PUT', `${at('incident/diagnose')}/settings`, settings)
  await tellEvidence(target)
  await tellRag(target)
}

const at = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`
const move = (target: Target, name: string, version: number, reason: string) =>
  send(target, 'PUT', `${at(name)}/labels/production`, { version, reason })

/** What is there; null where there is nothing yet. */
async function read(target: Target, path: string) {
  const { status, body } = await request(target, 'GET', path)
  if (status === 404) return null
  if (status >= 400) throw new Error(`GET ${path} was refused: ${JSON.stringify(body)}`)
  return body
}

/** Takes the steps that have left nothing in a list yet: each leaves one item. */
async function goOn(target: Target, list: string, steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const { items } = await send(target, 'GET', list)
  for (const step of steps.slice(items.length)) await step()
}

/** Which run was made with which version. */
async function tellEvidence(target: Target): Promise<void> {
  const { items } = await send(target, 'GET', '/api/v1/eval-runs?suite=incident_investigation')
  for (const [nth, { release }] of [candidates.good, candidates.regressed].entries()) {
    const run = items.find((item: { release: string }) => item.release === release)
    if (!run) continue
    const version = `${at('incident/diagnose')}/versions/${nth + 1}`
    const { evalRuns } = await send(target, 'GET', `${version}/uses`)
    if (evalRuns.some(({ id }: { id: string }) => id === run.id)) continue
    await send(target, 'POST', `${version}/evals`, { evalRunId: run.id })
  }
}

const production = { embeddingModel: 'text-embedding-3-small', chunkSize: 800, chunkOverlap: 100 }
const articles = ['KB-101', 'KB-114', 'KB-120', 'KB-133', 'KB-150']

/** What each query found: the article that it should, in all but every `missed`th. */
const found = (missed: number) =>
  Array.from({ length: 60 }, (_, n) => {
    const expected = articles[n % articles.length] as string
    const others = articles.filter(article => article !== expected)
    const retrieved = n % missed === 0 ? others : [others[0], expected, ...others.slice(1)]
    return { id: `q-${n + 1}`, text: `How do I return order ${4_000 + n}?`, retrieved, expected: [expected] }
  })

/** A check that passes but for the prompt A/B, and one after the documents had changed and the chunks become smaller. */
async function tellRag(target: Target): Promise<void> {
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  if ((await read(target, '/api/v1/rag-pipelines/support-kb')) === null)
    await send(target, 'PUT', '/api/v1/rag-pipelines/support-kb', {
      ...production,
      ...{ description: 'Articles of the knowledge base', agent: 'support-agent', retriever: 'KB' },
      ...{
        indexBuiltAt: ago(6),
        documentsUpdatedAt: ago(8),
        prompt: supportPrompt.name,
        promptVersion: supportPrompt.version,
      },
    })
  const check = (of: object) =>
    send(target, 'POST', '/api/v1/rag-checks', { pipeline: 'support-kb', ...production, k: 3, ...of })
  await goOn(target, '/api/v1/rag-checks?pipeline=support-kb', [
    () => check({ queries: found(12), commit: 'a41f9c2e0b77' }),
    () => check({ queries: found(3), chunkSize: 400, documentsUpdatedAt: ago(1), commit: 'c7709e14d6ab' }),
  ])
}
