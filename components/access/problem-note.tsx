import { IconAlertOctagon } from '@tabler/icons-react'
import css from './auth.module.css'

/** What went wrong with the whole form; screen readers read it out when it appears. */
export function ProblemNote({ text }: { text: string | null }) {
  return (
    <div role="alert">
      {text && (
        <p className={css.problem}>
          <IconAlertOctagon size={16} aria-hidden="true" />
          {text}
        </p>
      )}
    </div>
  )
}
