'use client'

import { NativeSelect } from '@mantine/core'
import { useQueryStates } from 'nuqs'
import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import { PausingSearchBox } from '#components/kit/search-box.tsx'
import { DataTable } from '#components/kit/table/data-table.tsx'
import { ListCsv } from '#components/kit/table/list-csv.tsx'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { type Category, categories } from '#lib/domain/tools/schemas.ts'
import { toolColumns, toolHref, toolId } from './list/tool-columns.tsx'
import { useTools } from './list/use-tools.ts'
import { toolListParams } from './search-params.ts'

/** Every tool that is registered or was seen: what it does, when it needs approval, and how well it works. */
export function ToolList() {
  const [{ text, category }, setParams] = useQueryStates(toolListParams, { history: 'push' })
  const [range, setRange] = useTimeRange()
  const { rows, list, figures } = useTools(text, category, range)
  useHotkeys({
    '/': () => document.getElementById('tool-search')?.focus(),
    f: () => document.getElementById('tool-category')?.focus(),
  })
  const tools = (
    <>
      <EnvironmentSwitch />
      <TimeRangePicker range={range} onChange={setRange} />
    </>
  )
  return (
    <PageFrame title="Tools" tools={tools}>
      <div className={styles.fill}>
        <div className={styles.bar}>
          <PausingSearchBox
            id="tool-search"
            label="Search tools"
            placeholder="Part of a name"
            value={text}
            onChange={next => void setParams({ text: next || null })}
            className={styles.search}
          />
          <NativeSelect
            id="tool-category"
            size="xs"
            aria-label="Category"
            value={category ?? ''}
            onChange={event => void setParams({ category: (event.currentTarget.value as Category) || null })}
          >
            <option value="">all categories</option>
            {categories.map(each => (
              <option key={each}>{each}</option>
            ))}
          </NativeSelect>
          <ListCsv label="Tools" columns={toolColumns} rows={rows} rowId={toolId} />
        </div>
        <DataTable
          label="Tools"
          columns={toolColumns}
          rows={rows}
          rowId={toolId}
          hrefOf={toolHref}
          pending={list.isPending}
          failure={
            list.error ? (
              <Failure what="The tools could not be read." error={list.error} retry={list.retry} />
            ) : figures.error ? (
              <Failure what="The calls could not be read." error={figures.error} retry={() => void figures.refetch()} />
            ) : null
          }
          empty={<NoTools narrowed={text !== '' || category !== null} />}
          below={
            list.rest === 'loading' ? (
              <button type="button" className={styles.more} onClick={list.more}>
                More tools
              </button>
            ) : null
          }
        />
      </div>
    </PageFrame>
  )
}

function NoTools({ narrowed }: { narrowed: boolean }) {
  if (narrowed) return <Empty title="No such tool" />
  return (
    <Empty title="No tools yet">
      <p>
        A tool appears here with its first call in a trace. To say how risky it is and which arguments it takes,
        register it with <code>PUT /api/v1/tools/&#123;name&#125;</code>.
      </p>
    </Empty>
  )
}
