import type { Permission } from './permissions.ts'

/** Answers in the browser's query cache that an event makes stale. */
export interface Stale {
  /** First part of the contract ids, e.g. `approvals` for `approvals.list`. */
  queries: string
  /** 0: at once. A larger value saves the server requests where many events come each second. */
  atMostEveryMs: number
  /** Contracts that read one object: which parameter holds its id. They stay fresh when the event names other objects. */
  ofOne?: Readonly<Record<string, string>>
}

/** A topic of the event stream: who may follow it, what happens in it, and what a page reads again then. */
export interface TopicRule {
  permission: Permission
  /** Its ids are agents: a key of one agent gets events of its own, and those without an agent, which are for all. */
  ofAgents?: true
  /** `<object>.<past tense>`. */
  types: readonly string[]
  stale: readonly Stale[]
}

/** Every topic there is. A domain adds its own by declaration merging, in its topics.ts. */
// biome-ignore lint/suspicious/noEmptyInterface: the domains fill it
export interface TopicTable {}

export type Topic = keyof TopicTable & string

type TypeOf<T extends Topic> = TopicTable[T] extends { types: readonly (infer U extends string)[] } ? U : never

/** One change. A topic that is not declared, or a type that its topic lacks, does not compile. */
export type Change = {
  [T in Topic]: {
    topic: T
    type: TypeOf<T>
    /** What changed; empty: many. */
    ids: readonly string[]
    revision?: number
  }
}[Topic]
