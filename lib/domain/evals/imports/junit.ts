import { SaxesParser } from 'saxes'
import { type Imported, nameOf, repeats, unreadable } from './imported.ts'

const deepest = 20
const mostCases = 10_000
const criterion = 'passed'
/** No test runs longer than this; a larger value is not a duration. */
const longestSeconds = 1_000_000
/** What GoogleTest and CTest write for a test that did not run, beside or instead of an element. */
const notRun = new Set(['notrun', 'skipped', 'suppressed', 'disabled'])

interface Test {
  name: string
  seconds: number | null
  outcome: 'passed' | 'failed' | 'skipped'
  message: string
}

/**
 * JUnit XML as pytest, vitest and others write it. A test case is a scenario: one that passed scores 1, a failure or an
 * error 0. A case that was skipped or did not run is left out, and the same case again is a repeat. Throws 422 with
 * line and column if it is not XML, has a document type (entities could grow without end), is nested too deep, has a
 * case within a case, or has no test.
 */
export function readJunit(text: string): Imported {
  const tests = readTests(text)
  if (tests.length === 0) unreadable('The file has no <testcase> that ran.', 'the whole file')
  const repeatOf = repeats()
  const ran = tests.filter(({ outcome }) => outcome !== 'skipped')
  if (ran.length === 0) unreadable('Every test of the file was skipped.', 'the whole file')
  return {
    criteria: [criterion],
    scenarios: [...new Set(ran.map(({ name }) => name))].map(id => ({ id, input: id })),
    results: ran.map(({ name, seconds, outcome, message }) => ({
      ...{ scenario: name, repeat: repeatOf(name), criterion },
      ...{ score: outcome === 'passed' ? 1 : 0, passed: outcome === 'passed' },
      ...(message ? { comment: message.slice(0, 4_000) } : {}),
      ...(seconds === null ? {} : { durationMs: seconds * 1_000 }),
    })),
  }
}

function readTests(text: string): Test[] {
  const parser = new SaxesParser({ position: true })
  const tests: Test[] = []
  const open: string[] = []
  let test: Test | null = null
  const where = () => `line ${parser.line}, column ${parser.column}`
  parser.on('doctype', () => unreadable('A document type declaration is not allowed.', where()))
  parser.on('error', error => unreadable(`Not well-formed XML: ${error.message.replace(/^[\d:]+ /, '')}`, where()))
  parser.on('opentag', ({ name, attributes }) => {
    open.push(name)
    if (open.length > deepest) unreadable(`Nested deeper than ${deepest} levels.`, where())
    if (open.length === 1 && name !== 'testsuites' && name !== 'testsuite')
      unreadable(`The root of JUnit XML is <testsuites> or <testsuite>, not <${name}>.`, where())
    if (name === 'testcase') {
      if (test) unreadable('A <testcase> stands within another.', where())
      test = testOf(attributes, where())
      tests.push(test)
      if (tests.length > mostCases) unreadable(`More than ${mostCases} test cases.`, where())
    } else if (test && (name === 'failure' || name === 'error')) {
      test.outcome = 'failed'
      test.message = String(attributes.message ?? '')
    } else if (test && name === 'skipped' && test.outcome === 'passed') test.outcome = 'skipped'
  })
  const words = (piece: string) => {
    const inside = open.at(-1)
    if (test && (inside === 'failure' || inside === 'error') && test.message.length < 4_000)
      test.message += `\n${piece}`
  }
  parser.on('text', words)
  parser.on('cdata', words)
  parser.on('closetag', ({ name }) => {
    open.pop()
    if (name === 'testcase') test = null
  })
  parser.write(text).close()
  return tests
}

function testOf(attributes: Record<string, unknown>, where: string): Test {
  const [group, own] = [String(attributes.classname ?? ''), String(attributes.name ?? '')]
  const name = nameOf([group, own].filter(Boolean).join(' › '))
  if (name === '') unreadable('A <testcase> has neither name nor classname.', where)
  const seconds = Number(attributes.time)
  const known = attributes.time !== undefined && seconds >= 0 && seconds <= longestSeconds
  const ran = ![attributes.status, attributes.result].some(word => notRun.has(String(word ?? '').toLowerCase()))
  return { name, seconds: known ? seconds : null, outcome: ran ? 'passed' : 'skipped', message: '' }
}
