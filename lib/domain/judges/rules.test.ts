import { describe, expect, test } from 'vitest'
import { defaultPrompt } from './default-prompt.ts'
import { agreementOf } from './kappa.ts'
import { fillPrompt, readJudgement } from './prompt.ts'
import { type Material, type Scorer, scorer } from './schemas.ts'
import { scoreByRule, scorerFault } from './scorers/score.ts'
import { rougeL } from './scorers/words.ts'

const material: Material = {
  input: 'Disk full on node-3',
  output: 'Log rotation is OFF on node-3. Turn it on!',
  expectedOutput: 'Log rotation is off on node-3. Turn it on.',
  expectedFindings: ['log rotation is off', 'turn it on', 'buy a disk'],
}

test.each<[Exclude<Scorer, { kind: 'judge' }>, Partial<Material>, number]>([
  [{ kind: 'exact' }, {}, 0],
  [{ kind: 'exact' }, { output: ` ${material.expectedOutput}\n` }, 1],
  [{ kind: 'contains-findings' }, {}, 2 / 3],
  [{ kind: 'contains-findings' }, { output: 'blog rotation is offline' }, 0],
  [{ kind: 'regex', pattern: 'rotation is off' }, {}, 1],
  [{ kind: 'regex', pattern: '^no' }, {}, 0],
  [{ kind: 'similarity' }, {}, 1],
  [{ kind: 'json-schema', schema: { required: ['cause'] } }, {}, 0],
  [{ kind: 'json-schema', schema: { required: ['cause'] } }, { output: '{"cause": "disk"}' }, 1],
])('%j of %j is %d', (rule, of, score) => {
  expect(scoreByRule(rule, { ...material, ...of })).toMatchObject({ score })
})

test('without an expected output there is no score, and a scorer that cannot work is named', () => {
  const plain = { input: '', output: 'x' }
  for (const kind of ['exact', 'similarity', 'contains-findings'] as const)
    expect(scoreByRule({ kind }, plain)).toMatchObject({ wrong: expect.stringMatching(/has no expected/) })
  expect(scorerFault({ kind: 'regex', pattern: '(' })).toMatch(/missing/)
  expect(scorerFault({ kind: 'json-schema', schema: { type: 'nothing' } })).not.toBeNull()
  expect(scorerFault({ kind: 'judge', judge: 'x' })).toBeNull()
  expect(scorer.safeParse({ kind: 'regex' }).success).toBe(false)
})

test("ROUGE-L as in Lin's paper: police killed the gunman", () => {
  expect(rougeL('police kill the gunman', 'police killed the gunman')).toBeCloseTo(0.75, 10)
  expect(rougeL('the gunman kill police', 'police killed the gunman')).toBeCloseTo(0.5, 10)
  expect(rougeL('', 'police')).toBe(0)
})

describe("Cohen's kappa", () => {
  const pairs = (table: [number, number, number, number]) =>
    table.flatMap((count, at) => Array.from({ length: count }, () => ({ judge: at < 2, people: at % 2 === 0 })))
  test.each<[string, [number, number, number, number], number | null]>([
    ['twenty and fifteen of fifty agree', [20, 5, 10, 15], 0.4],
    ['agreement by chance alone', [25, 25, 25, 25], 0],
    ['always the opposite', [0, 25, 25, 0], -1],
    ['always the same', [10, 0, 0, 10], 1],
    ['the same 60 of 100, by other shares (Smeeton)', [45, 15, 25, 15], 0.1304],
    ['both say yes to all', [9, 0, 0, 0], null],
    ['nothing', [0, 0, 0, 0], null],
  ])('%s', (_, table, kappa) => {
    const found = agreementOf(pairs(table))
    if (kappa === null) expect(found).toMatchObject({ kappa, interval: null })
    else expect(found.kappa).toBeCloseTo(kappa, 4)
  })
})

describe('a judge', () => {
  test('reads the text literally, whatever it contains', () => {
    const text = fillPrompt(defaultPrompt, 'accuracy', { ...material, output: '{{expected}} $& {{input}}' })
    expect(text).toContain('{{expected}} $& {{input}}')
    expect(text).toContain('- buy a disk')
  })
  test.each([
    ['{"reason": "one of three", "score": 0.4}', { score: 0.4, reason: 'one of three' }],
    ['Sure:\n```json\n{"score": 1, "reason": "a {brace}"}\n```', { score: 1, reason: 'a {brace}' }],
    ['{"score": 1.2}', null],
    ['{"score": "NaN"}', null],
    ['I would say 0.8', null],
    ['', null],
  ])('%j', (answer, found) => expect(readJudgement(answer)).toEqual(found))
})
