import { VisibleText } from '#components/kit/visible-text.tsx'
import styles from './inbox.module.css'
import type { LastDecision } from './use-next-request.ts'
import { decided } from './view.ts'

/** The decision that was just made, shown above the next request, with a link back to it. */
export function DecidedNotice({ last, onOpen }: { last: LastDecision | null; onOpen: (id: string) => void }) {
  return (
    <div role="status">
      {last ? (
        <p className={styles.notice}>
          <span>
            {last.waits ? 'Your approval is recorded' : decided[last.kind]}: <VisibleText text={last.tool} />.{' '}
            {last.waits ? 'It still waits for somebody else. ' : ''}This is the next request.
          </span>
          <button type="button" onClick={() => onOpen(last.id)}>
            {last.waits ? 'Open it again' : 'Open the decided one'}
          </button>
        </p>
      ) : null}
    </div>
  )
}
