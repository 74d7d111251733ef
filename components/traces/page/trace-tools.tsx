'use client'

import { IconAlertOctagon } from '@tabler/icons-react'
import { Choices } from '#components/kit/choices.tsx'
import { SearchBox } from '#components/kit/search-box.tsx'
import { formatCount } from '#lib/shared/numbers.ts'
import type { TraceForm } from '../parts/search-params.ts'
import styles from './trace-page.module.css'

interface Props {
  view: TraceForm
  onView: (view: TraceForm) => void
  find: string
  onFind: (find: string) => void
  /** What the words were found in, when that is not all there is. */
  found: string | null
  errors: { count: number; only: boolean }
  onErrors: (only: boolean) => void
}

const forms: Record<TraceForm, string> = { tree: 'Tree', transcript: 'Transcript', graph: 'Graph' }

/** The view of the trace, and the search in it. */
export function TraceTools({ view, onView, find, onFind, found, errors, onErrors }: Props) {
  return (
    <div className={styles.tools}>
      <Choices quiet label="Form" value={view} choices={forms} onChange={onView} />
      {view === 'tree' ? (
        <span className={styles.lookFor}>
          {found ? (
            <span className="hp-muted" role="status">
              {found}
            </span>
          ) : null}
          <SearchBox
            id="span-search"
            label="Find in this trace"
            placeholder="Find in this trace"
            value={find}
            onChange={onFind}
          />
          <button
            type="button"
            className={styles.errors}
            aria-pressed={errors.only}
            disabled={errors.count === 0 && !errors.only}
            onClick={() => onErrors(!errors.only)}
          >
            <IconAlertOctagon size={14} aria-hidden />
            errors <span>{formatCount(errors.count)}</span>
          </button>
        </span>
      ) : null}
    </div>
  )
}
