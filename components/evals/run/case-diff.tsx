import { Code } from '#components/kit/blocks.tsx'
import { WordDiff } from '#components/kit/diff/word-diff.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getCaseContract } from '#lib/domain/evals/runs/contract.ts'
import type { RunItem } from '#lib/domain/evals/runs/schemas.ts'
import { type Case, CaseRepeats } from './case-repeats.tsx'

interface Props {
  runs: readonly RunItem[]
  scenario: string
  /** The output of the last run. */
  now: Case
}

/** The output of the last run, compared word by word with the first. */
export function CaseDiff({ runs, scenario, now }: Props) {
  const [first] = runs
  const several = first !== undefined && runs.length > 1
  const before = useContract(
    getCaseContract,
    { params: { id: first?.id ?? '' }, query: { scenario } },
    { enabled: several },
  )
  const output = now.repeats[0]?.output ?? null
  const earlier = several ? (before.data?.repeats[0]?.output ?? null) : null
  return (
    <>
      <h4>{earlier === null ? 'Output' : 'Output against the first run'}</h4>
      {output === null ? <p className="hp-muted">No output was reported.</p> : null}
      {output !== null && earlier === null ? <Code text={output} label="output" /> : null}
      {output !== null && earlier !== null ? <WordDiff before={earlier} after={output} /> : null}
      <CaseRepeats runId={runs.at(-1)?.id ?? ''} {...now} />
    </>
  )
}
