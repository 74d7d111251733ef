import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import contractsInBrowsers from './contracts-in-browsers.mjs'
import { root } from './steps.ts'

test.each([
  ["const a = z.string().max(3).meta({ description: 'x' }).nullable()", 'const a = z.string().max(3).nullable()'],
  ["z.strictObject({ a: z.int().meta({ title: 'A' }) }).meta({ id: 'B' })", 'z.strictObject({ a: z.int() })'],
  ["defineContract({ id: 'a', summary: 'b', method: 'GET' })", "defineContract({ id: 'a', method: 'GET' })"],
  ["defineContract({ id: 'a', example: { b: [1] } })", "defineContract({ id: 'a', })"],
  [
    "defineContract({ ...one, id: 'a', path: '/a', body: z.string(), files: ['b'] })",
    "defineContract({ ...one, id: 'a', path: '/a', files: ['b'] })",
  ],
  ["configContracts({ name: 'a', fields: { a: z.int() }, write: 'b' })", "configContracts({ name: 'a', write: 'b' })"],
  [
    "import { a } from 'a'\nimport { b } from 'b'\ndefineContract({ id: b, body: a })",
    "\nimport { b } from 'b'\ndefineContract({ id: b, })",
  ],
  [
    "import 'a'\nimport { a, b } from 'b'\nexport const c = a",
    "import 'a'\nimport { a, b } from 'b'\nexport const c = a",
  ],
  ["other({ summary: 'é', meta: 1 })", "other({ summary: 'é', meta: 1 })"],
  ["const é = 'ü😀'; z.int().meta({})", "const é = 'ü😀'; z.int()"],
])('%s', (before, after) => expect(contractsInBrowsers(before)).toBe(after))

test('every contract and schema is still a program, with no words left for the OpenAPI document', () => {
  const files = globSync('lib/{domain,shared}/**/{*contract,*contracts,*schemas}.ts', { cwd: root })
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) {
    const left = contractsInBrowsers(readFileSync(path.join(root, file), 'utf8'))
    expect(parseSync(file, left).errors, file).toEqual([])
    expect(left, file).not.toMatch(/\.meta\(/)
  }
})
