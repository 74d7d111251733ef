'use client'

import { Button } from '@mantine/core'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import { PausingSearchBox } from '#components/kit/search-box.tsx'
import { DataTable } from '#components/kit/table/data-table.tsx'
import { ListCsv } from '#components/kit/table/list-csv.tsx'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { usePages } from '#lib/client/use-pages.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { listSessionsContract } from '#lib/domain/sessions/contract.ts'
import { type SessionItem, sessionOrders } from '#lib/domain/sessions/schemas.ts'
import { boundsOf } from '#lib/shared/time-range.ts'
import styles from './list/trace-list.module.css'
import { sessionColumns, sessionCsvColumns } from './sessions/session-columns.tsx'
import { sessionHref } from './sessions/session-href.ts'

const params = {
  text: parseAsString,
  agent: parseAsString,
  user: parseAsString,
  sort: parseAsStringLiteral(sessionOrders),
}
const rowId = (item: SessionItem) => item.sessionId
const hrefOf = (item: SessionItem) => sessionHref(item.sessionId)

/** Sessions, the one active last first: what one user or conversation did over many traces. */
export function SessionList() {
  const [{ sort, text, agent, user }, setParams] = useQueryStates(params, { history: 'push' })
  const { environment } = useScope()
  const [range, setRange] = useTimeRange()
  const given = useMemo(
    () => Object.fromEntries(Object.entries({ text, agent, user, environment }).filter(([, value]) => value)),
    [text, agent, user, environment],
  )
  const pages = usePages(listSessionsContract, {
    key: [given, range, sort],
    filters: () => ({ ...given, ...boundsOf(range, Date.now()), sort: sort ?? undefined }),
    idOf: rowId,
    keepPrevious: true,
  })
  useHotkeys({ '/': () => document.getElementById('session-search')?.focus() })
  const narrowed = Object.keys(given).length > 0 || range.kind !== 'all'
  const clear = () => {
    void setParams({ text: null, agent: null, user: null })
    setRange({ kind: 'all' })
  }
  return (
    <PageFrame
      title="Sessions"
      tools={
        <>
          <EnvironmentSwitch />
          <TimeRangePicker range={range} onChange={setRange} allowAll />
        </>
      }
    >
      <div className={styles.page}>
        <search className={styles.filters}>
          <PausingSearchBox
            id="session-search"
            className={styles.searchBox}
            label="Search sessions"
            placeholder="Beginning of a session or user id"
            value={text ?? ''}
            onChange={words => void setParams({ text: words || null })}
          />
          {agent ? <FilterPin name="agent" value={agent} onRemove={() => void setParams({ agent: null })} /> : null}
          {user ? <FilterPin name="user" value={user} onRemove={() => void setParams({ user: null })} /> : null}
          <ListCsv label="Sessions" columns={sessionCsvColumns} rows={pages.items} rowId={rowId} />
        </search>
        <DataTable
          label="Sessions"
          columns={sessionColumns}
          rows={pages.items}
          rowId={rowId}
          hrefOf={hrefOf}
          pending={pages.isPending}
          failure={
            pages.error ? (
              <Failure what="The sessions could not be read." error={pages.error} retry={pages.retry} />
            ) : null
          }
          empty={<NoSessions narrowed={narrowed} onClear={clear} />}
          below={
            pages.rest === 'none' ? null : (
              <div className={styles.older}>
                <Button variant="default" loading={pages.isReadingMore} onClick={pages.more}>
                  Show more sessions
                </Button>
              </div>
            )
          }
        />
      </div>
    </PageFrame>
  )
}

function NoSessions({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  return (
    <Empty title={narrowed ? 'No session matches' : 'No session yet'}>
      <p>
        Traces that carry <code>session.id</code> (or <code>gen_ai.conversation.id</code>) make sessions: a
        conversation, or the work of one user, over many traces.
      </p>
      {narrowed ? (
        <div>
          <Button variant="default" size="xs" onClick={onClear}>
            Show all sessions, all time
          </Button>
        </div>
      ) : null}
    </Empty>
  )
}
