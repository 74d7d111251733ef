'use client'

import { Skeleton } from '#components/kit/blocks.tsx'
import { WordDiff } from '#components/kit/diff/word-diff.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getPromptContract } from '#lib/domain/prompts/contract.ts'

type Prompt = { template: string | null; messages: readonly object[] | null }

const textOf = ({ template, messages }: Prompt): string =>
  template ??
  (messages ?? [])
    .map(one => ('content' in one ? `${'role' in one ? one.role : ''}: ${one.content}` : JSON.stringify(one)))
    .join('\n\n')

interface Props {
  name: string
  before: string
  after: string
  /** Whether both versions are stored here. Otherwise they are not requested. */
  kept: boolean
}

/** The words in which two versions of a prompt differ, if both are stored here. */
export function PromptWords({ name, before, after, kept }: Props) {
  const read = (version: string) => ({ params: { name }, query: { version: Number(version) } })
  const was = useContract(getPromptContract, read(before), { enabled: kept })
  const is = useContract(getPromptContract, read(after), { enabled: kept })
  if (!kept || was.error || is.error)
    return <span className="hp-muted">The texts of these versions are not kept in Holdpoint.</span>
  if (!was.data || !is.data) return <Skeleton rows={2} />
  return <WordDiff before={textOf(was.data)} after={textOf(is.data)} />
}
