import { Part } from '#components/kit/blocks.tsx'
import { LineDiff } from '#components/kit/diff/line-diff.tsx'
import { sameArguments } from './answer.ts'
import { argumentsText } from './argument-members.ts'

type Arguments = Record<string, unknown>

/** The lines in which arguments differ. Draws nothing if they are the same. */
export function ArgumentsDiff({ title, before, after }: { title: string; before: Arguments; after: Arguments }) {
  if (sameArguments(before, after)) return null
  return (
    <Part title={title}>
      <LineDiff before={argumentsText(before)} after={argumentsText(after)} />
    </Part>
  )
}
