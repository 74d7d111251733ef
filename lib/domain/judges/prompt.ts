import { z } from 'zod'
import type { Material } from './schemas.ts'

const fields = ['criterion', 'input', 'output', 'expected'] as const

/** The prompt with the material filled in. It is filled in once: placeholders within the material stay as they are. */
export function fillPrompt(prompt: string, criterion: string, material: Material): string {
  const { input, output, expectedOutput, expectedFindings = [] } = material
  const expected = [expectedOutput, ...expectedFindings.map(finding => `- ${finding}`)].filter(Boolean).join('\n')
  const values = { criterion, input, output, expected: expected || '(nothing is given)' }
  return prompt.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    fields.includes(name as 'input') ? values[name as 'input'] : whole,
  )
}

/** Placeholders of a prompt that do not exist, or that it lacks. Null if nothing is wrong. */
export function promptFault(prompt: string): string | null {
  const named = [...prompt.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? '')
  const strange = named.find(name => !fields.includes(name as 'input'))
  if (strange !== undefined) return `There is no {{${strange}}}; there are {{${fields.join('}}, {{')}}}.`
  return named.includes('output') ? null : '{{output}} is missing: the judge would not see what it is to score.'
}

const judgement = z.object({ score: z.number().min(0).max(1), reason: z.string().max(20_000).nullish() })

/** The score in the answer of a judge: in its last JSON object. Null if there is none, or no score of 0 to 1. */
export function readJudgement(answer: string): { score: number; reason: string | null } | null {
  const end = answer.lastIndexOf('}')
  for (let from = answer.lastIndexOf('{', end); from >= 0 && end > 0; from = answer.lastIndexOf('{', from - 1)) {
    try {
      const { success, data } = judgement.safeParse(JSON.parse(answer.slice(from, end + 1)))
      if (success) return { score: data.score, reason: data.reason?.slice(0, 4_000) ?? null }
    } catch {
      // The brace is within a text of the object, which begins further to the front.
    }
    if (from === 0) return null
  }
  return null
}
