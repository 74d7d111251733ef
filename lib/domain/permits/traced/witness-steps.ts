import { breakersOf, type ConfiguredBreaker, witness } from '#lib/domain/breakers/index.ts'
import type { Book } from '#lib/domain/permits/book.ts'
import type { TracedStep } from './steps.ts'

interface Known {
  limits: { breakers: readonly ConfiguredBreaker[] }
  /** Steps that were not yet reported to a breaker. */
  fresh: Set<string>
  now: Date
}

/** Reports steps without a permit to the breakers, each step once, in the order in which they ended. */
export function witnessSteps(book: Book, steps: readonly TracedStep[], { limits, fresh, now }: Known): void {
  for (const { seen, traceId, spanId, ...facts } of steps) {
    if (!fresh.delete(seen.id)) continue
    for (const { slug, settings } of breakersOf(limits.breakers, facts)) {
      const before = book.get('breaker', slug)
      const moved = witness(before, settings, now.getTime(), seen)
      if (moved.breaker === before) continue
      book.put('breaker', slug, moved.breaker)
      const cause = { afterTheFact: true, trace: traceId, span: spanId }
      if (moved.steps.length > 0) book.moves.push({ slug, before, steps: moved.steps, cause })
    }
  }
}
