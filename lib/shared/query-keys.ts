import type { AnyContract } from './contract.ts'

/** Under which a browser keeps an answer: contract id first, so that an event of topic `approvals` finds every query of `approvals.*`. */
export const queryKey = <C extends AnyContract>(contract: C, input: object = {}) => [contract.id, input] as const

/** The same for a list that is read page by page; `key` names its filters. */
export const pagesKey = (contract: AnyContract, key: readonly unknown[]) => [contract.id, 'pages', ...key] as const

/** Rows of a page, unless a list says another number. */
export const defaultPageSize = 100
