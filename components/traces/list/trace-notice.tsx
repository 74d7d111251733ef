import { Button } from '@mantine/core'
import { formatCount } from '#lib/shared/numbers.ts'
import { FoldedNote } from '../parts/folded-note.tsx'
import styles from './trace-list.module.css'
import type { useTraces } from './use-traces.ts'

/** The server counts no further. */
const countedAtMost = 1_000

interface Props {
  folded: number
  shown: boolean
  onShow: (on: boolean) => void
}

/** Says how many traces of framework messages the rows leave out, and brings them back. */
export function TraceNotice({ folded, shown, onShow }: Props) {
  if (folded === 0 && !shown) return null
  const what = `${formatCount(folded)}${folded >= countedAtMost ? ' or more traces' : folded === 1 ? ' trace' : ' traces'}`
  return (
    <FoldedNote shown={shown} onToggle={() => onShow(!shown)}>
      {shown
        ? 'Traces of framework messages only are shown'
        : `${what} of framework messages only ${folded === 1 ? 'is' : 'are'} folded away`}
    </FoldedNote>
  )
}

/** The way to more. A filter that few traces pass is looked for stretch by stretch. */
export function OlderTraces({ result, found }: { result: ReturnType<typeof useTraces>['result']; found: number }) {
  if (!result.hasNextPage) return null
  const full = (result.data?.pages.at(-1)?.items.length ?? 0) > 0
  return (
    <div className={styles.older}>
      <Button variant="default" loading={result.isFetchingNextPage} onClick={() => void result.fetchNextPage()}>
        {full ? 'Show more traces' : 'Search further'}
      </Button>
      {full ? null : (
        <p className="hp-muted">
          {found === 0 ? 'None' : formatCount(found)} found so far; there are more traces to search.
        </p>
      )}
    </div>
  )
}
