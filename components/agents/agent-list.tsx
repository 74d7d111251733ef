'use client'

import { useQueryStates } from 'nuqs'
import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import { PausingSearchBox } from '#components/kit/search-box.tsx'
import { DataTable } from '#components/kit/table/data-table.tsx'
import { ListCsv } from '#components/kit/table/list-csv.tsx'
import { Tabs } from '#components/kit/tabs.tsx'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { agentColumns, agentHref, agentId } from './list/agent-columns.tsx'
import { Frameworks } from './list/frameworks.tsx'
import { useAgents } from './list/use-agents.ts'
import { agentListParams } from './search-params.ts'

const tabs = [
  { id: 'agents', label: 'Agents' },
  { id: 'frameworks', label: 'Frameworks side by side' },
] as const

/** Every agent that is registered or was seen, with what it did in the range; and the frameworks by the same measures. */
export function AgentList() {
  const [{ view, text }, setParams] = useQueryStates(agentListParams, { history: 'push' })
  const [range, setRange] = useTimeRange()
  useHotkeys({ '/': () => document.getElementById('agent-search')?.focus() })
  const tools = (
    <>
      <EnvironmentSwitch />
      <TimeRangePicker range={range} onChange={setRange} />
    </>
  )
  return (
    <PageFrame title="Agents" tools={tools}>
      <div className={styles.list}>
        <Tabs label="View" tabs={tabs} active={view} onChange={next => void setParams({ view: next })}>
          {view === 'agents' ? (
            <Agents text={text} onText={next => void setParams({ text: next || null })} />
          ) : (
            <Frameworks range={range} />
          )}
        </Tabs>
      </div>
    </PageFrame>
  )
}

function Agents({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [range] = useTimeRange()
  const { rows, list, changes } = useAgents(text, range)
  return (
    <div className={styles.fill}>
      <div className={styles.bar}>
        <PausingSearchBox
          id="agent-search"
          label="Search agents"
          placeholder="Part of a name"
          value={text}
          onChange={onText}
          className={styles.search}
        />
        <span className="hp-muted">each compared with the range before</span>
        <ListCsv label="Agents" columns={agentColumns} rows={rows} rowId={agentId} />
      </div>
      <DataTable
        label="Agents"
        columns={agentColumns}
        rows={rows}
        rowId={agentId}
        hrefOf={agentHref}
        pending={list.isPending}
        failure={
          list.error ? (
            <Failure what="The agents could not be read." error={list.error} retry={list.retry} />
          ) : changes.error ? (
            <Failure what="The figures could not be read." error={changes.error} retry={() => void changes.refetch()} />
          ) : null
        }
        empty={<NoAgents narrowed={text !== ''} />}
        below={
          list.rest === 'loading' ? (
            <button type="button" className={styles.more} onClick={list.more}>
              More agents
            </button>
          ) : null
        }
      />
    </div>
  )
}

function NoAgents({ narrowed }: { narrowed: boolean }) {
  if (narrowed) return <Empty title="No agent of this name" />
  return (
    <Empty title="No agents yet">
      <p>
        An agent appears here with its first trace. <a href="/docs/connect">Connect one</a>, or register it before it
        runs with <code>PUT /api/v1/agents/&#123;name&#125;</code>.
      </p>
    </Empty>
  )
}
