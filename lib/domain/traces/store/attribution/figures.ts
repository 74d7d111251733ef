import { type Attributed, costOf, type SpanState } from './span-state.ts'

/** Counts and sums of a trace, or of one span. Tokens and cost are null when no span tells them; money in nano-dollars. */
export interface Figures {
  spanCount: number
  noiseCount: number
  errorCount: number
  llmCalls: number
  toolCalls: number
  input: number | null
  output: number | null
  cachedInput: number | null
  reasoning: number | null
  cost: bigint | null
  /** Counted spans with tokens and no known price. */
  unpricedSpans: number
  /** Model calls that report no tokens at all. */
  unmeteredCalls: number
}

const counts = [
  'spanCount',
  'noiseCount',
  'errorCount',
  'llmCalls',
  'toolCalls',
  'unpricedSpans',
  'unmeteredCalls',
] as const
const tokens = ['input', 'output', 'cachedInput', 'reasoning'] as const

export const noFigures = (): Figures => ({
  spanCount: 0,
  noiseCount: 0,
  errorCount: 0,
  llmCalls: 0,
  toolCalls: 0,
  input: null,
  output: null,
  cachedInput: null,
  reasoning: null,
  cost: null,
  unpricedSpans: 0,
  unmeteredCalls: 0,
})

function figuresOfSpan(span: SpanState, { counted, modelCall, unmetered }: Attributed): Figures {
  const visible = !span.noise
  const cost = counted ? costOf(span) : null
  return {
    spanCount: 1,
    noiseCount: Number(span.noise),
    errorCount: Number(visible && span.status === 'error'),
    llmCalls: Number(modelCall),
    toolCalls: Number(visible && span.kind === 'tool'),
    input: counted ? span.input : null,
    output: counted ? span.output : null,
    cachedInput: counted ? span.cachedInput : null,
    reasoning: counted ? span.reasoning : null,
    cost,
    unpricedSpans: Number(counted && cost === null),
    unmeteredCalls: Number(unmetered),
  }
}

/** Figures to which spans are added, and from which they are taken. */
export class FigureSum {
  readonly #sum: Figures
  /** The change in the number of spans that report a sum. */
  readonly #tellers = new Map<string, number>()

  constructor(from: Figures) {
    this.#sum = noFigures()
    for (const key of counts) this.#sum[key] = from[key]
    for (const key of tokens) this.#sum[key] = from[key]
    this.#sum.cost = from.cost
  }

  add(span: SpanState, attributed: Attributed, sign: 1 | -1): void {
    const part = figuresOfSpan(span, attributed)
    const sum = this.#sum
    for (const key of counts) sum[key] += sign * part[key]
    for (const key of tokens) {
      const value = part[key]
      if (value === null) continue
      sum[key] = (sum[key] ?? 0) + sign * value
      this.#tell(key, sign)
    }
    if (part.cost === null) return
    sum.cost = (sum.cost ?? 0n) + BigInt(sign) * part.cost
    this.#tell('cost', sign)
  }

  #tell(key: string, sign: 1 | -1): void {
    this.#tellers.set(key, (this.#tellers.get(key) ?? 0) + sign)
  }

  /** The sums; null where a sum became 0 because a span no longer reports it: another span may still do so. */
  result(): Figures | null {
    const lost = [...this.#tellers].some(([key, more]) => more < 0 && Number(this.#sum[key as 'input' | 'cost']) === 0)
    return lost ? null : this.#sum
  }
}
