import { z } from 'zod'
import type { Material } from './schemas.ts'

const fields = ['criterion', 'input', 'output', 'expected'] as const

/** The prompt with the material put in, once: what stands in the material is never filled in again. */
export function fillPrompt(prompt: string, criterion: string, material: Material): string {
  const { input, output, expectedOutput, expectedFindings = [] } = material
  const expected = [expectedOutput, ...expectedFindings.map(finding => `- ${finding}`)].filter(Boolean).join('\n')
  const values = { criterion, input, output, expected: expected || '(nothing is given)' }
  return prompt.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    fields.includes(name as 'input') ? values[name as 'input'] : whole,
  )
}

/** What a prompt names that there is not, or lacks; null where nothing is wrong. */
export function promptFault(prompt: string): string | null {
  const named = [...prompt.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? '')
  const strange = named.find(name => !fields.includes(name as 'input'))
  if (strange !== undefined) return `There is no {{${strange}}}; there are {{${fields.join('}}, {{')}}}.`
  return named.includes('output') ? null : '{{output}} is missing: the judge would not see what it is to score.'
}

const judgement = z.object({ score: z.number().min(0).max(1), reason: z.string().max(20_000).nullish() })

/** The score in what a judge answered: the last JSON object in it. Null where there is none, or no score of 0 to 1. */
export function readJudgement(answer: string): { score: number; reason: string | null } | null {
  const end = answer.lastIndexOf('}')
  for (let from = answer.lastIndexOf('{', end); from >= 0 && end > 0; from = answer.lastIndexOf('{', from - 1)) {
    try {
      const { success, data } = judgement.safeParse(JSON.parse(answer.slice(from, end + 1)))
      if (success) return { score: data.score, reason: data.reason?.slice(0, 4_000) ?? null }
    } catch {
      // A brace inside a text of the object: the object begins further to the front.
    }
    if (from === 0) return null
  }
  return null
}
