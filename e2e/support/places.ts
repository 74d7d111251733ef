import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { oddAgent } from './registry.ts'

const app = path.resolve(import.meta.dirname, '../../app')

/** Addresses of all pages as the folders of `app` name them: `/traces/[traceId]`. */
export function routesOf(folder = app): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => path.basename(file) === 'page.tsx')
    .map(file => `/${path.dirname(file)}`.replace(/\/\([^)]+\)/g, '').replace(/^\/\.$/, '/') || '/')
    .sort()
}

/** What fills the dynamic parts of an address. */
export interface Furnished {
  /** Of a critical request that waits, with a trace. */
  waiting: string
  /** Of one with arguments made to deceive. */
  hostile: string
  /** Of one that was edited and reported as failed. */
  failed: string
  /** Of one that a person must settle. */
  unknown: string
  trace: string
  span: string
  joinToken: string
  /** Of one that failed against its baseline. */
  evalRun: string
  /** With two versions. */
  prompt: string
  /** With a failing check. */
  pipeline: string
}

export interface Visit {
  /** Beside the address, when one address is visited in several states. */
  state?: string
  path: string
  /** Brings the page into the state that is looked at. */
  act?: (page: Page) => Promise<unknown>
  /** Needs nobody signed in. */
  anonymous?: true
}

const press = (key: string, label: string | RegExp) => async (page: Page) => {
  await page.keyboard.press(key)
  await page.getByLabel(label).first().waitFor()
}
const openPalette = async (page: Page) => {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search or jump to').waitFor()
}
const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()

const seeCreate = (page: Page) => page.getByRole('button', { name: 'Create' }).waitFor()
const seeAddVersion = (page: Page) => page.getByRole('button', { name: 'Add version' }).waitFor()
const seeEntry = (page: Page) => page.getByRole('button', { name: 'Save' }).waitFor()

/** A trace of the recorded CrewAI client, in which a tool fails. */
const crew = 'd5a3b3798bdf66ddf4d2f9ee5bd39ffd'
const seeGraph = (page: Page) => page.getByRole('application', { name: 'Graph of calls' }).waitFor()
const openCall = async (page: Page) => {
  await page.getByRole('button', { name: /query_db 1 failed/ }).click()
  await page.getByRole('complementary', { name: 'Span' }).waitFor()
}

/** Every page of the app, in the states in which it looks different. The keys are those of routesOf. */
export const placesOf = (at: Furnished): Record<string, Visit[]> => ({
  '/': [{ path: '/' }, { state: 'elsewhere', path: '/?environment=staging&range=1h' }],
  '/agents': [{ path: '/agents' }, { state: 'frameworks', path: '/agents?view=frameworks' }],
  '/agents/[slug]': [
    { path: '/agents/support-triage' },
    { state: 'editing', path: '/agents/support-triage?edit=true', act: seeEntry },
    { state: 'odd name', path: `/agents/${encodeURIComponent(oddAgent)}` },
    { state: 'no such', path: '/agents/nobody' },
  ],
  '/alerts': [{ path: '/alerts' }, { state: 'silencing', path: '/alerts', act: click('New silence') }],
  '/alerts/rules/[slug]': [
    { state: 'no such', path: '/alerts/rules/nothing' },
    { state: 'new', path: '/alerts/rules/nothing?edit=true', act: seeCreate },
  ],
  '/alerts/channels': [{ path: '/alerts/channels' }],
  '/alerts/channels/[slug]': [{ state: 'new', path: '/alerts/channels/nothing?edit=true', act: seeCreate }],
  '/alerts/on-call': [{ path: '/alerts/on-call' }],
  '/alerts/on-call/[slug]': [{ state: 'new', path: '/alerts/on-call/nothing?edit=true', act: seeCreate }],
  '/approvals': [
    { state: 'one waits', path: `/approvals?id=${at.waiting}` },
    { state: 'hostile', path: `/approvals?id=${at.hostile}` },
    { state: 'approving', path: `/approvals?id=${at.waiting}`, act: press('a', /^Type delete_resource/) },
    { state: 'editing', path: `/approvals?id=${at.waiting}`, act: press('e', 'Arguments that will run') },
    { state: 'failed', path: `/approvals?tab=decided&id=${at.failed}` },
    { state: 'unknown', path: `/approvals?id=${at.unknown}` },
    { state: 'no such', path: '/approvals?id=apr_none' },
    { state: 'elsewhere', path: '/approvals?environment=staging' },
    { state: 'palette', path: '/approvals', act: openPalette },
    { state: 'shortcuts', path: '/approvals', act: press('?', 'Keyboard shortcuts') },
  ],
  '/approvals/[approvalId]': [{ path: `/approvals/${at.waiting}` }],
  '/audit': [{ path: '/audit' }, { state: 'open', path: '/audit?entry=1&range=all' }],
  '/breakers': [{ path: '/breakers' }],
  '/budgets': [{ path: '/budgets' }, { state: 'new', path: '/budgets?budget=a-day&kind=period', act: seeCreate }],
  '/costs': [{ path: '/costs' }, { state: 'picked', path: '/costs?by=model&pick=gpt-4o-mini' }],
  '/costs/prices': [
    { path: '/costs/prices' },
    { state: 'setting', path: '/costs/prices?price=acme-ft-2&provider=acme' },
  ],
  // Only under npm run dev: here it is a page that does not exist.
  '/docs/kit': [{ path: '/docs/kit' }],
  '/docs/api': [{ path: '/docs/api' }, { state: 'open', path: '/docs/api?open=approvals.claim' }],
  '/docs/connect': [{ path: '/docs/connect' }],
  '/docs': [{ path: '/docs' }],
  '/docs/[page]': [{ path: '/docs/limits' }],
  '/guardrails': [{ path: '/guardrails' }],
  '/policies': [{ path: '/policies' }],
  '/incidents': [{ path: '/incidents' }, { state: 'all', path: '/incidents?state=all' }],
  '/incidents/[id]': [{ state: 'no such', path: '/incidents/none' }],
  '/evals': [{ path: '/evals' }],
  '/evals/[runId]': [{ path: `/evals/${at.evalRun}?scenario=case-1` }, { state: 'no such', path: '/evals/none' }],
  '/evals/judges': [{ path: '/evals/judges' }],
  '/evals/judges/[slug]': [{ state: 'new', path: '/evals/judges/strict?edit=true' }],
  '/evals/suites/[slug]': [{ state: 'new', path: '/evals/suites/smoke?edit=true' }],
  '/evals/scoring': [{ path: '/evals/scoring' }, { state: 'new', path: '/evals/scoring?rule=sample' }],
  '/join': [
    { path: `/join?token=${at.joinToken}`, anonymous: true },
    { state: 'broken link', path: '/join?token=none', anonymous: true },
  ],
  '/prompts': [{ path: '/prompts' }],
  '/prompts/[name]': [
    { path: `/prompts/${encodeURIComponent(at.prompt)}` },
    { state: 'writing', path: `/prompts/${encodeURIComponent(at.prompt)}?edit=true`, act: seeAddVersion },
    { state: 'no such', path: '/prompts/nothing' },
  ],
  '/quality': [{ path: '/quality?range=30d' }],
  '/quality/review': [{ path: '/quality/review' }],
  '/quality/review/rules': [
    { path: '/quality/review/rules' },
    { state: 'new', path: '/quality/review/rules?rule=sample' },
  ],
  '/rollouts': [{ path: '/rollouts' }],
  '/rollouts/strategies': [
    { path: '/rollouts/strategies' },
    { state: 'new', path: '/rollouts/strategies?strategy=nothing', act: seeCreate },
    { state: 'freezing', path: '/rollouts/strategies?freeze=nothing', act: seeCreate },
  ],
  '/rollouts/[id]': [{ state: 'no such', path: '/rollouts/none' }],
  '/pipelines': [{ path: '/pipelines' }],
  '/releases': [{ path: '/releases' }],
  '/releases/[slug]': [{ state: 'no such', path: '/releases/none' }],
  '/rag': [{ path: '/rag' }],
  '/rag/[slug]': [
    { path: `/rag/${at.pipeline}` },
    { state: 'new', path: '/rag/nothing?edit=true', act: seeCreate },
    { state: 'no such', path: '/rag/nothing' },
  ],
  '/runbooks': [{ path: '/runbooks' }, { state: 'editing', path: '/runbooks?runbook=tool-outage', act: seeEntry }],
  '/runs/[runKey]': [{ state: 'no such', path: '/runs/none' }],
  '/sessions': [{ path: '/sessions?range=all' }],
  '/sessions/[sessionId]': [{ state: 'no such', path: '/sessions/none' }],
  '/settings': [{ path: '/settings' }],
  '/settings/account': [{ path: '/settings/account' }],
  '/settings/configuration': [{ path: '/settings/configuration' }],
  '/settings/keys': [
    { path: '/settings/keys' },
    { state: 'new', path: '/settings/keys', act: click('New key') },
    { state: 'revoking', path: '/settings/keys', act: click(/^Revoke/) },
  ],
  '/settings/projects': [{ path: '/settings/projects' }],
  '/settings/members': [
    { path: '/settings/members' },
    { state: 'adding', path: '/settings/members', act: click('Add member') },
    { state: 'managing', path: '/settings/members', act: click(/^Manage Jon/) },
  ],
  // Of an instance that nobody has set up: looked at where one is at hand.
  '/setup': [],
  '/checklist': [{ path: '/checklist' }],
  '/sign-in': [{ path: '/sign-in', anonymous: true }],
  '/slos': [{ path: '/slos' }],
  '/slos/[slug]': [
    { path: '/slos/triage-tools' },
    { state: 'no such', path: '/slos/nothing' },
    {
      state: 'new',
      path: '/slos/nothing?edit=true',
      act: page => page.getByRole('button', { name: 'Create' }).waitFor(),
    },
  ],
  '/tools': [{ path: '/tools' }],
  '/tools/[slug]': [
    { path: '/tools/query_db' },
    { state: 'editing', path: '/tools/query_db?edit=true', act: seeEntry },
    { state: 'no such', path: '/tools/nothing' },
  ],
  '/traces': [{ path: '/traces' }],
  '/traces/[traceId]': [
    { path: `/traces/${at.trace}` },
    { state: 'span', path: `/traces/${at.trace}?span=${at.span}` },
    { state: 'graph', path: `/traces/${at.trace}?view=graph`, act: seeGraph },
    { state: 'graph of a crew', path: `/traces/${crew}?view=graph`, act: openCall },
    { state: 'no such', path: `/traces/${'0'.repeat(32)}` },
  ],
  nowhere: [{ path: '/nowhere' }],
})
