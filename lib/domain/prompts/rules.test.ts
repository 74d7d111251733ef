import { describe, expect, test } from 'vitest'
import { comparisonMarkdown } from './comparison-markdown.ts'
import { folderOf, lint, render, variablesIn } from './rules.ts'
import { promptName } from './schemas.ts'
import { judgeVersions } from './verdict.ts'

const all = { role: true, task: true }
const text = (template: string, variables: string[] = []) => ({ template, messages: null, variables })
const rulesOf = (template: string, variables: string[] = []) =>
  lint(text(template, variables), all).map(({ rule }) => rule)

describe('lint', () => {
  test.each<[string, string[], string[]]>([
    ['You are an engineer. Diagnose {{alert}}.', ['alert'], []],
    ['You are an engineer. Diagnose {{ alert }} on {{host.name}}.', ['alert'], ['undeclared-variable']],
    ['You are an engineer. Diagnose it.', ['alert'], ['unused-variable']],
    ['You are an engineer. Diagnose {{alert.', [], ['unclosed-variable']],
    ['You are an engineer. Diagnose {{1st}}.', [], ['unclosed-variable']],
    ['Diagnose the alert.', [], ['no-role']],
    ['You are an engineer.', [], ['no-task']],
    ['# Role\nengineer\n# Task\nthe alert', [], []],
    ['  \n', [], ['empty', 'no-role', 'no-task']],
  ])('%j with %j: %j', (template, variables, expected) => expect(rulesOf(template, variables)).toEqual(expected))

  test('a system message is a role; optional parts may be absent', () => {
    const messages = [
      { role: 'system', content: 'Terse.' },
      { placeholder: 'history' },
      { role: 'user', content: 'Explain {{x}}' },
    ]
    expect(lint({ template: null, messages, variables: ['x'] }, all)).toEqual([])
    expect(lint(text('Hm'), { role: false, task: false })).toEqual([])
  })
})

test('variables are found once, and a value that looks like a variable is not filled', () => {
  expect(variablesIn(text('{{b}} {{ a }} {{b}}'))).toEqual(['b', 'a'])
  expect(render('{{a}} {{b}} {{toString}}', { a: '{{b}}', b: '$&' })).toBe('{{b}} $& {{toString}}')
})

test('the folder of a name is the part before its last slash; a name with odd slashes is invalid', () => {
  expect([folderOf('a/b/c'), folderOf('c')]).toEqual(['a/b', ''])
  for (const odd of ['/a', 'a/', 'a//b', ' a', 'a /b', '']) expect(promptName.safeParse(odd).success).toBe(false)
})

test('texts of other people are not read as markup in the comment', () => {
  const judged = judgeVersions({
    name: '<img> `x`',
    from: 1,
    to: 2,
    suite: 'a|b',
    before: null,
    after: null,
    paired: null,
    lint: [],
  })
  const markdown = comparisonMarkdown(judged, ['+```', '+# Not a title'])
  expect(markdown).toContain('\\<img\\> \\`x\\`')
  expect(markdown).toContain('````diff\n+```\n+# Not a title\n````')
})
