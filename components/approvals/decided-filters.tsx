'use client'

import { Button, NativeSelect } from '@mantine/core'
import { PausingSearchBox } from '#components/kit/search-box.tsx'
import styles from './inbox.module.css'
import { type Became, becomes, type InboxFilter } from './search-params.ts'

const words: Record<Became, string> = {
  approve: 'Approved as asked',
  edit: 'Edited and approved',
  reject: 'Rejected',
  respond: 'Answered',
  executed: 'Executed',
  failed: 'Failed',
  expired: 'Expired',
  cancelled: 'Withdrawn by the agent',
}
const choices = [
  { value: '', label: 'Any decision' },
  ...becomes.map(became => ({ value: became, label: words[became] })),
]

interface Props {
  filter: InboxFilter
  onChange: (filter: Partial<Pick<InboxFilter, 'became' | 'by'>>) => void
}

/** Filters of the decided list: the decision, who decided, and one's own. */
export function DecidedFilters({ filter: { became, by }, onChange }: Props) {
  const mine = by === 'me'
  return (
    <search className={styles.filters}>
      <NativeSelect
        aria-label="Decision"
        size="xs"
        data={choices}
        value={became ?? ''}
        onChange={event => onChange({ became: becomes.find(one => one === event.currentTarget.value) ?? null })}
      />
      <PausingSearchBox
        id="decided-by"
        label="Decided by"
        placeholder="Decided by"
        value={mine ? '' : (by ?? '')}
        onChange={text => onChange({ by: text || null })}
      />
      <Button
        size="xs"
        variant={mine ? 'filled' : 'default'}
        aria-pressed={mine}
        onClick={() => onChange({ by: mine ? null : 'me' })}
      >
        Mine
      </Button>
    </search>
  )
}
