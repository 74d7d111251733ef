import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readJunit } from './junit.ts'

const fileOf = (name: string) => readFileSync(path.join(import.meta.dirname, 'testing', name), 'utf8')
const outcomes = (text: string) => readJunit(text).results.map(({ scenario, score }) => [scenario, score])

describe('files that the tools wrote', () => {
  test('pytest: failures, errors of a fixture, parameters; what was skipped is left out', () => {
    expect(outcomes(fileOf('pytest.xml'))).toEqual([
      ['test_agent › test_finds_the_cause', 1],
      ['test_agent › test_names_the_node', 0],
      ['test_agent › test_cause[disk]', 1],
      ['test_agent › test_cause[memory]', 1],
      ['test_agent › test_with_database', 0],
    ])
    const failed = readJunit(fileOf('pytest.xml')).results[1]
    expect(failed?.comment).toMatch(
      /^AssertionError: the node is not named: <node-3> & 'others'[\s\S]*test_agent\.py:9/,
    )
    expect(failed?.durationMs).toBe(1)
  })

  test('vitest', () => {
    expect(outcomes(fileOf('vitest.xml'))).toEqual([
      ['agent.test.ts › agent > finds the cause', 1],
      ['agent.test.ts › agent > names the node', 0],
    ])
  })
})

test('the same case again is a repeat', () => {
  const again =
    '<testsuite><testcase name="a"/><testcase name="a"><failure/></testcase><testcase name="b"/></testsuite>'
  expect(readJunit(again).results.map(({ scenario, repeat, score }) => [scenario, repeat, score])).toEqual([
    ['a', 1, 1],
    ['a', 2, 0],
    ['b', 1, 1],
  ])
})

const wrap = (inner: string) => `<testsuite>${inner}</testsuite>`

test.each([
  ['entities', '<!DOCTYPE t [<!ENTITY a "b">]><testsuite><testcase name="&a;"/></testsuite>', /document type/],
  ['an entity that there is not', wrap('<testcase name="&lol;"/>'), /well-formed/],
  ['cut off', '<testsuite><testcase name="a">', /well-formed/],
  ['crossed tags', '<testsuite><testcase name="a"></testsuite></testcase>', /well-formed/],
  ['another root', '<html/>', /root of JUnit XML/],
  ['depth', wrap('<a>'.repeat(50) + '</a>'.repeat(50)), /deeper than 20/],
  ['no test', wrap(''), /no <testcase>/],
  ['all skipped', wrap('<testcase name="a"><skipped/></testcase>'), /skipped/],
  ['a case within a case', wrap('<testcase name="a"><testcase name="b"/><failure/></testcase>'), /within another/],
  ['no name', wrap('<testcase time="1"/>'), /neither name/],
  ['too many', wrap('<testcase name="a"/>'.repeat(10_001)), /More than 10000/],
  ['no XML', '{"results": []}', /well-formed/],
])('%s is invalid, and the error says where', (_, text, why) => {
  expect(() => readJunit(text)).toThrow(expect.objectContaining({ fields: expect.objectContaining({ status: 422 }) }))
  expect(() => readJunit(text)).toThrow(why)
})

test('a long name keeps its end, so that two long names stay different', () => {
  const long = (start: string) => `<testcase name="${start}${'x'.repeat(300)}y"/>`
  const { results, scenarios } = readJunit(wrap(long('a') + long('b') + long('a')))
  expect(scenarios).toHaveLength(2)
  expect(results.map(({ repeat }) => repeat)).toEqual([1, 1, 2])
  expect(results[0]?.scenario).toHaveLength(200)
  expect(results[0]?.scenario.endsWith('xy')).toBe(true)
})

test.each(['soon', 'NaN', '-5', '1e400', '1e300', '1,234.5', ''])('a time of %j is unknown', time => {
  const [result] = readJunit(wrap(`<testcase name="a" time="${time}"/>`)).results
  expect(result?.durationMs ?? 0).toBe(0)
  expect(result).toMatchObject({ score: 1 })
})

test('tests that did not run are left out, in the form of every tool; a failure beside them counts', () => {
  const cases = [
    '<testcase name="disabled" status="notrun" result="suppressed"/>',
    '<testcase name="ctest" status="disabled"/>',
    '<testcase name="skipped" status="run" result="skipped"/>',
    '<testcase name="ran" status="run" result="completed"/>',
    '<testcase name="failed" status="fail"><failure/></testcase>',
    '<testcase name="both"><failure message="no"/><skipped/></testcase>',
    '<testcase name="teardown"><skipped/><error message="no"/></testcase>',
  ]
  expect(outcomes(wrap(cases.join('')))).toEqual([
    ['ran', 1],
    ['failed', 0],
    ['both', 0],
    ['teardown', 0],
  ])
})
