import { Button } from '@mantine/core'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { FoldedNote } from '../parts/folded-note.tsx'
import styles from './trace-list.module.css'
import type { useTraces } from './use-traces.ts'

interface Props {
  count: number
  shown: boolean
  onShow: (on: boolean) => void
}

/** Says how many traces of framework messages the rows leave out, and brings them back. */
export function TraceNotice({ count, shown, onShow }: Props) {
  if (count === 0) return null
  const what = `${plural(count, 'trace')} of framework messages only`
  return (
    <FoldedNote shown={shown} onToggle={() => onShow(!shown)}>
      {shown ? `${what}, shown` : `${what} ${count === 1 ? 'is' : 'are'} folded away`}
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
        {full ? 'Show more traces' : 'Look further'}
      </Button>
      {full ? null : (
        <p className="hp-muted">
          {found === 0 ? 'None' : formatCount(found)} found so far; there are more traces to look through.
        </p>
      )}
    </div>
  )
}
