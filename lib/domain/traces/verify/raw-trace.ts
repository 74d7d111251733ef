// biome-ignore lint/suspicious/noExplicitAny: a row of span, read by column
export type Row = any

/** What a span inherits from those above it. */
interface Place {
  parent: Row | undefined
  children: Row[]
  own: Record<Inherited, string | null>
  /** A service's name is used where neither the span nor an ancestor has a better one; it is inherited too. */
  agent: string | null
  release: string | null
  /** The nearest span above that is no framework message. */
  visible: Row | undefined
  /** Some span below it tells usage. */
  toldBelow: boolean
  /** Some span below it has a cost. */
  costBelow: boolean
}

const inherited = ['environment', 'framework', 'session_id', 'user_id', 'run_id'] as const
type Inherited = (typeof inherited)[number]

export const costOf = (span: Row): string | null => span.reported_cost_nanos ?? span.computed_cost_nanos
const claims = (span: Row) => span.input_tokens !== null || span.output_tokens !== null || costOf(span) !== null
const end = (span: Row) => Number(span.end_us ?? span.start_us)
const overlap = (a: Row, b: Row) => Number(a.start_us) <= end(b) && Number(b.start_us) <= end(a)

/** An id with a long random part, which is unique, for one input or an unknown one. */
function answersOnce(a: Row, b: Row): boolean {
  const id: string = a.response_id
  const digits = id.replace(/\D/g, '').length
  const long = /[a-z\d]{18}$/i.test(id) || /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(id)
  const inputs = new Set([a.input_tokens, b.input_tokens].filter(input => input !== null))
  return long && digits >= 3 && /[a-z]/i.test(id) && inputs.size < 2
}

/** A call that may be told again beside it: one with known tokens. */
function isCall(span: Row): boolean {
  const [input, output] = [Number(span.input_tokens ?? 0), Number(span.output_tokens ?? 0)]
  return !span.noise && input > 0 && (span.kind === 'embedding' || (span.kind === 'llm' && output > 0))
}
const callOf = (span: Row) => JSON.stringify([span.parent_span_id, span.kind, span.input_tokens, span.output_tokens])

/** Two reports of one call: by two instrumentations while it ran, or twice by LiteLLM. */
function sameAgain(a: Row, b: Row): boolean {
  const bare = (model: string) =>
    (model.toLowerCase().split('/').at(-1) ?? '').replace(/[-@](\d{4}-\d\d-\d\d|\d{8}|latest)$/, '')
  if (a === b || a.model === null || b.model === null || bare(a.model) !== bare(b.model)) return false
  if (a.end_us === null || b.end_us === null) return false
  const cached = new Set([a.cached_input_tokens, b.cached_input_tokens].filter(count => count !== null))
  const own = (id: string) => /^chatcmpl-[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(id)
  const ids: string[] = [a.response_id, b.response_id].filter(id => id !== null)
  if (cached.size > 1 || (new Set(ids).size > 1 && !ids.some(own))) return false
  if (a.scope_name !== b.scope_name)
    return Number(a.start_us) < Number(b.end_us) && Number(b.start_us) < Number(a.end_us)
  const sameTime = a.start_us === b.start_us && a.end_us === b.end_us
  return sameTime && a.name === b.name && /^litellm\b/i.test(a.scope_name ?? '')
}

/** An id that more spans than this share is a constant and identifies no call. */
const sharedLimit = 64

/**
 * One trace as its raw spans tell it: only what each says itself and who its parent is, asked one question at a time.
 * Written as plainly as the rules are, apart from the code that ingestion uses, so that the two can be held against each
 * other.
 */
export class RawTrace {
  readonly id: string
  /** By start, then id: those that are asked about. */
  readonly spans: Row[]
  readonly #places: Map<Row, Place>
  readonly #answers: Map<string, Row[]>
  readonly #calls: Map<string, Row[]>
  readonly #repeats = new Map<Row, boolean>()
  readonly #twins = new Map<Row, boolean>()

  constructor(spans: readonly Row[], whole?: RawTrace) {
    this.spans = [...spans].sort(byStart)
    this.id = this.spans[0].trace_id
    this.#places = whole ? whole.#places : placesOf(this.spans)
    this.#answers = whole ? whole.#answers : Map.groupBy(this.spans.filter(namesAnswer), span => span.response_id)
    this.#calls = whole ? whole.#calls : Map.groupBy(this.spans.filter(isCall), callOf)
  }

  /** The spans that name a run, as if they were a trace; '' for those that name none. */
  part = (run: string): RawTrace | null => {
    const spans = this.spans.filter(span => (this.own(span, 'run_id') ?? '') === run)
    return spans.length === 0 ? null : new RawTrace(spans, this)
  }
  runs = () => [...new Set(this.spans.map(span => this.own(span, 'run_id')))].filter(run => run !== null)

  #place = (span: Row): Place => this.#places.get(span) as Place
  parent = (span: Row): Row | undefined => this.#place(span).parent
  above = (span: Row): Row[] => {
    const found: Row[] = []
    for (let up = this.parent(span); up; up = this.parent(up)) found.push(up)
    return found
  }
  own = (span: Row, key: Inherited): string | null => this.#place(span).own[key]
  agent = (span: Row) => this.#place(span).agent
  release = (span: Row) => this.#place(span).release
  /** What is straight inside a span: all that chains and framework spans, and spans of its own kind, lead to. */
  inside = (span: Row): Row[] => {
    const found: Row[] = []
    const ways = [...this.#place(span).children]
    for (let one = ways.pop(); one; one = ways.pop()) {
      if (![span.kind, 'chain', 'other'].includes(one.kind)) continue
      found.push(one)
      ways.push(...this.#place(one).children)
    }
    return found
  }
  /**
   * A model call gives way to its own usage told again inside it: by a call, or by a chain that sums up nothing below it.
   * Everything else gives way to whatever is below it. A cost without tokens gives way to costs only.
   */
  counted = (span: Row): boolean => {
    if (!claims(span) || this.repeats(span)) return false
    if (span.kind !== 'embedding' && span.input_tokens === null && span.output_tokens === null)
      return !this.costAgain(span)
    if (span.kind !== 'llm' && span.kind !== 'embedding') return !this.#place(span).toldBelow
    return !this.inside(span).some(one => claims(one) && (one.kind === span.kind || !this.#place(one).toldBelow))
  }
  /** Whether what the span costs is told again below it. */
  costAgain = (span: Row): boolean => {
    if (span.kind !== 'llm') return this.#place(span).costBelow
    return this.inside(span).some(one => costOf(one) !== null && (one.kind === 'llm' || !this.#place(one).costBelow))
  }
  request = (span: Row): boolean => {
    const { visible } = this.#place(span)
    return (
      !span.noise &&
      span.operation !== 'create_agent' &&
      this.agent(span) !== null &&
      (!visible || this.agent(visible) !== this.agent(span))
    )
  }
  call = (span: Row): boolean =>
    span.kind === 'llm' &&
    !span.noise &&
    !this.inside(span).some(one => one.kind === 'llm' && !one.noise) &&
    !this.repeats(span)
  /**
   * Another span beside this one tells of the same answer, with usage or later: at the same time from another instrumentation, or under an id
   * that is made once, of the same input. No agent
   * stands for a model call: with its sum of tokens in the place of a silent call, the call would be none.
   */
  repeats = (span: Row): boolean => this.answeredBeside(span) || this.toldBeside(span)
  answeredBeside = (span: Row): boolean => {
    const known = this.#repeats.get(span)
    if (known !== undefined) return known
    const group = this.#answers.get(span.response_id) ?? []
    const found =
      namesAnswer(span) &&
      group.length <= sharedLimit &&
      group.some(
        other =>
          (other.kind === 'llm' || span.kind !== 'llm') &&
          ((other.scope_name !== span.scope_name && overlap(span, other)) || answersOnce(span, other)) &&
          !this.above(span).includes(other) &&
          !this.above(other).includes(span) &&
          stands(other, span) &&
          !this.answeredBeside(other),
      )
    this.#repeats.set(span, found)
    return found
  }
  /** Another span with the same parent tells of the same call, at the same time and with the same tokens, and shares no id with it. */
  toldBeside = (span: Row): boolean => {
    const known = this.#twins.get(span)
    if (known !== undefined) return known
    const group = isCall(span) ? (this.#calls.get(callOf(span)) ?? []) : []
    const found =
      group.length <= sharedLimit &&
      !this.answeredBeside(span) &&
      group.some(
        other =>
          sameAgain(other, span) &&
          !this.above(span).includes(other) &&
          !this.above(other).includes(span) &&
          stands(other, span) &&
          !this.repeats(other),
      )
    this.#twins.set(span, found)
    return found
  }
  /** A call without tokens, for which no model span directly around it reports any. */
  unmetered = (span: Row): boolean => {
    if (!this.call(span)) return false
    const around = this.above(span)
    const last = around.findIndex(one => !['llm', 'chain', 'other'].includes(one.kind))
    return ![span, ...(last < 0 ? around : around.slice(0, last))].some(
      one => one.kind === 'llm' && (one.input_tokens !== null || one.output_tokens !== null),
    )
  }
  shown = (): Row[] => (this.spans.some(span => !span.noise) ? this.spans.filter(span => !span.noise) : this.spans)
  root = (): Row =>
    this.shown().find(span => span.parent_span_id === null) ??
    this.shown().find(span => !this.parent(span)) ??
    this.shown()[0]
  first = (read: (span: Row) => string | null): string | null =>
    [this.root(), ...this.shown()].map(read).find(value => value !== null) ?? null
  start = () => Math.min(...this.spans.map(span => Number(span.start_us)))
  /** A named agent anywhere takes precedence over a service's name. */
  identity = () => ({
    environment: this.first(span => this.own(span, 'environment')),
    agent: this.root().own_agent ?? this.first(span => span.own_agent) ?? this.first(this.agent),
    framework: this.first(span => this.own(span, 'framework')),
    release: this.first(this.release),
  })
}

const byStart = (a: Row, b: Row) => Number(a.start_us) - Number(b.start_us) || (a.span_id < b.span_id ? -1 : 1)
const namesAnswer = (span: Row) => span.response_id !== null && (span.kind === 'llm' || claims(span))

/** Whether `other` rather than `span` stands for the call that both tell of. */
function stands(other: Row, span: Row): boolean {
  const differ = [
    Number(claims(other)) - Number(claims(span)),
    Number(other.kind === 'llm') - Number(span.kind === 'llm'),
    Number(costOf(other) !== null) - Number(costOf(span) !== null),
    Number(other.start_us) - Number(span.start_us),
    other.span_id < span.span_id ? 1 : -1,
  ]
  return other !== span && (differ.find(value => value !== 0) ?? 0) > 0
}

/** What each span has above and below it. */
function placesOf(spans: readonly Row[]): Map<Row, Place> {
  const ids = new Map<string, Row>(spans.map(span => [span.span_id, span]))
  const parents = new Map<Row, Row | undefined>(spans.map(span => [span, ids.get(span.parent_span_id)]))
  cutRings(parents)
  const children = Map.groupBy(spans, span => parents.get(span))
  const places = new Map<Row, Place>()
  const order: Row[] = [...(children.get(undefined) ?? [])]
  for (const span of order) {
    const parent = parents.get(span)
    places.set(span, placeBelow(span, parent, parent && places.get(parent), children.get(span) ?? []))
    order.push(...(children.get(span) ?? []))
  }
  for (const span of order.toReversed()) {
    const place = places.get(span) as Place
    place.toldBelow = place.children.some(one => claims(one) || places.get(one)?.toldBelow)
    place.costBelow = place.children.some(one => costOf(one) !== null || places.get(one)?.costBelow)
  }
  return places
}

function placeBelow(span: Row, parent: Row | undefined, above: Place | undefined, children: Row[]): Place {
  const own = inherited.map(key => [key, span[`own_${key}`] ?? above?.own[key] ?? null])
  return {
    parent,
    children,
    own: Object.fromEntries(own) as Place['own'],
    agent: span.own_agent ?? above?.agent ?? span.service_name,
    release: span.own_release ?? above?.release ?? span.service_version,
    visible: parent?.noise ? above?.visible : parent,
    toldBelow: false,
    costBelow: false,
  }
}

/** Spans with a loop of parents: the one with the smallest id is a root. */
function cutRings(parents: Map<Row, Row | undefined>): void {
  const done = new Set<Row>()
  for (const start of parents.keys()) {
    const path: Row[] = []
    let span: Row | undefined = start
    while (span && !done.has(span)) {
      done.add(span)
      path.push(span)
      span = parents.get(span)
    }
    const ring = span ? path.slice(path.indexOf(span)) : []
    if (!span || !path.includes(span)) continue
    const smallest = ring.reduce((a, b) => (a.span_id < b.span_id ? a : b))
    parents.set(smallest, undefined)
  }
}
