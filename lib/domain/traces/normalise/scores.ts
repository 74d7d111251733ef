import type { CanonicalScore } from '#lib/domain/traces/canonical.ts'
import { assemble } from '#lib/domain/traces/normalise/text/assemble.ts'
import type { Attributes, AttributeValue, OtlpEvent } from '#lib/domain/traces/otlp/types.ts'
import { cut, tidy } from './clean.ts'
import { lookup } from './lookup.ts'
import { asText, toName, toNumber, toText } from './readers.ts'
import type { View } from './view.ts'

/** OpenInference's flattened lists of scores and the key that shows that one is there. */
const lists: readonly [prefix: string, marker: string][] = [
  ['evaluations', 'evaluations.0.evaluation.name'],
  ['annotations', 'annotations.0.annotation.name'],
  ['trace.evaluations', 'trace.evaluations.0.evaluation.name'],
  ['session.evaluations', 'session.evaluations.0.evaluation.name'],
]

/** Who judged, by OpenInference's annotator kind. An evaluation event says nothing and comes from an evaluator model as a rule. */
const sources = lookup<CanonicalScore['source']>({ HUMAN: 'human', CODE: 'code', LLM: 'judge' })

export const evaluationEvent = 'gen_ai.evaluation.result'
const scoresLimit = 100

/** Scores that travel on the span: OpenInference's evaluations and OTel GenAI's evaluation events. */
export function scoresOf(view: View): CanonicalScore[] {
  const scores: CanonicalScore[] = []
  for (const [prefix, marker] of lists) {
    if (view.attributes[marker] === undefined) continue
    for (const item of assemble(view.attributes, prefix))
      scores.push(...scoreOf(item as Record<string, AttributeValue>, ''))
  }
  return [...scores, ...eventScores(view.span.events)].slice(0, scoresLimit)
}

function eventScores(events: readonly OtlpEvent[]): CanonicalScore[] {
  return events.filter(event => event.name === evaluationEvent).flatMap(event => evaluationOf(event.attributes))
}

/** The score in an evaluation event, as a list of none or one. */
export function evaluationOf(attributes: Attributes): CanonicalScore[] {
  return scoreOf(attributes, 'gen_ai.evaluation.')
}

function scoreOf(fields: Readonly<Record<string, AttributeValue>>, prefix: string): CanonicalScore[] {
  const name = toName(fields[`${prefix}name`] ?? null)
  const value = toNumber(fields[prefix === '' ? 'score' : `${prefix}score.value`])
  const label = toName(fields[prefix === '' ? 'label' : `${prefix}score.label`] ?? null)
  if (name === null || (value === null && label === null)) return []
  const comment = toText(fields[`${prefix}explanation`] ?? null)
  const source = sources.get(asText(fields[`${prefix}annotator_kind`]).toUpperCase()) ?? 'judge'
  return [{ name, value, label, comment: comment === null ? null : cut(tidy(comment), 2000), source }]
}
