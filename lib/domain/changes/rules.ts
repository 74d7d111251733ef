import { type DeltaForm, deltaPhrase } from '#lib/shared/change/words.ts'
import type { FigureName, Finding } from './schemas.ts'

/** How each figure is named in a sentence, and how its difference is written. */
export const figureWords: Record<FigureName, { label: string; form: DeltaForm }> = {
  errors: { label: 'error rate', form: 'points' },
  quality: { label: 'quality', form: 'absolute' },
  cost: { label: 'cost per request', form: 'relative' },
  p95: { label: 'p95 latency', form: 'relative' },
}

/** For example "cost per request +38 %". The caller adds the release, which is text that an agent sent. */
export function findingText({ figure, ...delta }: Finding): string {
  const { label, form } = figureWords[figure]
  return `${label} ${deltaPhrase(delta, form)}`
}
