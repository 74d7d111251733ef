'use client'

import { useQueryClient } from '@tanstack/react-query'
import { parseAsInteger, useQueryState } from 'nuqs'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EntryFrame } from '#components/shell/entry-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { getSettingsContract, listPromptsContract, listVersionsContract } from '#lib/domain/prompts/contract.ts'
import { folderOf } from '#lib/domain/prompts/rules.ts'
import { ComparePart } from './page/compare-part.tsx'
import { Moves } from './page/moves.tsx'
import { PromptEntry } from './page/prompt-entry.tsx'
import { PromptHead } from './page/prompt-head.tsx'
import { PromptSettings, SettingsButton } from './page/prompt-settings.tsx'
import { StagedMoves, StagedNow } from './page/staged-moves.tsx'
import { UsageChart } from './page/usage-chart.tsx'
import { usePromptUsage } from './page/use-usage.ts'
import { VersionPart } from './page/version-part.tsx'
import { VersionUses } from './page/version-uses.tsx'
import { Versions } from './page/versions.tsx'

/** One prompt: its versions with their figures, the opened version, a comparison, and the moves of labels. */
export function PromptPage({ name }: { name: string }) {
  const params = { name }
  const settings = useContract(getSettingsContract, { params })
  const versions = useContract(listVersionsContract, { params, query: { limit: 100 } })
  const queries = useQueryClient()
  const [range, setRange] = useTimeRange()
  const used = usePromptUsage(name, range)
  const [opened] = useQueryState('version', parseAsInteger)
  const items = settings.data ? versions.data?.items : undefined
  const version = items?.find(each => each.version === opened) ?? items?.[0]
  const production = items?.find(({ labels }) => labels.includes('production'))
  const refresh = () =>
    Promise.all(
      [getSettingsContract, listVersionsContract, listPromptsContract].map(({ id }) =>
        queries.invalidateQueries({ queryKey: [id] }),
      ),
    )
  const folder = folderOf(name)
  return (
    <EntryFrame
      one="prompt"
      list={{ href: '/prompts', label: 'Prompts' }}
      slug={name}
      query={settings}
      holds={settings.data !== undefined}
      change="New version"
      denial={denialForRole('prompts.write', useShell().user.role)}
    >
      {({ edit, editing, close }) => (
        <>
          {settings.data ? (
            <PromptHead settings={settings.data} versions={items ?? []} actions={edit} folder={folder}>
              <TimeRangePicker range={range} onChange={setRange} />
              <SettingsButton />
            </PromptHead>
          ) : null}
          {settings.data ? <PromptSettings key={settings.data.revision} settings={settings.data} /> : null}
          {editing && (settings.data === undefined || items) ? (
            <PromptEntry
              name={name}
              newest={items?.[0]}
              expects={settings.data?.expects}
              onClose={() => void refresh().then(close)}
            />
          ) : null}
          {items ? (
            <>
              <StagedNow name={name} />
              <UsageChart name={name} read={used} />
              <Versions name={name} versions={items} open={version?.version ?? null} range={range} usage={used.usage} />
            </>
          ) : null}
          {version ? <VersionPart key={version.version} version={version} expects={settings.data?.expects} /> : null}
          {version && items ? (
            <ComparePart name={name} version={version} versions={items} production={production?.version ?? null} />
          ) : null}
          {version ? <VersionUses name={name} version={version.version} /> : null}
          {items ? (
            <>
              <StagedMoves name={name} />
              <Moves name={name} />
            </>
          ) : null}
        </>
      )}
    </EntryFrame>
  )
}
