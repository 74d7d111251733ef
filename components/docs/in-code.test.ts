import { readFileSync } from 'node:fs'
import path from 'node:path'
import { MantineProvider } from '@mantine/core'
import { NuqsTestingAdapter } from 'nuqs/adapters/testing'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { InCode } from './in-code.tsx'
import { holdpointVariables, snippetsOf } from './snippets.ts'

const guide = readFileSync(path.resolve(import.meta.dirname, '../../docs/frameworks.md'), 'utf8')

/** What the page shows, as text, with a key that has been made. */
function shownWith(searchParams: string): string {
  const inCode = createElement(InCode, { snippets: snippetsOf(guide), origin: 'http://here', secret: 'hp_made' })
  const given = { searchParams, children: inCode }
  const adapter = createElement(NuqsTestingAdapter, given)
  const markup = renderToStaticMarkup(createElement(MantineProvider, null, adapter))
  return markup.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&gt;', '>')
}

test('CrewAI comes first, whole: its packages, the client, the tool, the crew, and its traces', () => {
  const shown = shownWith('')
  expect(shown).toContain("pip install './clients/python[crewai]'")
  expect(shown).toContain('hp = Holdpoint(agent=')
  expect(shown).toContain('def delete_resource')
  expect(shown).toContain('guard_tool(hp, tool("delete_resource")(delete_resource), ask="permit")')
  expect(shown).toContain('CrewAIInstrumentor().instrument(tracer_provider=hp.telemetry())')
})

test('each framework is a tab that a link can name, and traces come in its language', () => {
  const shown = shownWith('?with=vercel-ai-sdk')
  expect(shown).toContain('guardTools(hp, {')
  expect(shown).toContain('NodeTracerProvider')
  expect(shown).not.toContain('Instrumentor')
  for (const label of ['AutoGen', 'LangGraph', 'OpenAI Agents', 'Pydantic AI', 'MCP', 'curl'])
    expect(shown).toContain(label)
})

test('a created key appears in the variables and in the commands', () => {
  expect(holdpointVariables('http://here', 'hp_made')).toContain('HOLDPOINT_API_KEY=hp_made')
  const shown = shownWith('?with=curl')
  expect(shown).toContain("curl 'http://here/api/v1/approvals' -H 'Authorization: Bearer hp_made'")
  expect(shown).toContain("curl 'http://here/api/otlp/v1/traces' -H 'Authorization: Bearer hp_made'")
})
