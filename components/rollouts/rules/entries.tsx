'use client'

import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { ListedEntry } from '#components/kit/config/listed-entry.tsx'
import { NamesInput } from '#components/kit/config/names-input.tsx'
import { useChannelNames } from '#lib/domain/channels/use-channel-names.ts'
import { freezeConfig, strategyConfig } from '#lib/domain/rollouts/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import type { FreezeRow, StrategyRow } from './columns.tsx'
import { GatesInput, PhasesInput, WindowsInput } from './inputs.tsx'

interface Props<Row> {
  slug: string
  fields: readonly FormField[]
  /** Null for a new one. */
  stored: Row | null
  denial: string | null
  onClose: () => void
}

const hour = 3_600
const freshStrategy = {
  phases: [
    [500, hour],
    [2_500, 2 * hour],
    [10_000, 12 * hour],
  ].map(([weightBps, seconds]) => ({
    weightBps,
    seconds,
    holdSeconds: 12 * hour,
    minimumRequests: 30,
    approval: false,
  })),
  gates: { maximumErrorRate: 0.01, qualityMargin: 0.05, costIncrease: 0.2 },
  channels: [],
}
const ChannelsInput = (props: ConfigInputProps) => <NamesInput {...props} known={useChannelNames()} />
const strategyInputs = { phases: PhasesInput, gates: GatesInput, channels: ChannelsInput }

export const StrategyEntry = ({ fields, ...entry }: Props<StrategyRow>) => (
  <ListedEntry
    {...entry}
    // Bounds that are left empty are not judged. A group of fields would give them their defaults.
    fields={fields.map(field => (field.name === 'gates' ? { ...field, input: 'json' } : field))}
    one="Strategy"
    kind={strategyConfig}
    fresh={freshStrategy}
    inputs={strategyInputs}
    deletion={{
      action: `Delete the strategy ${entry.slug}`,
      effect: 'No new rollout can use it. Those under way keep the phases and gates that they began with.',
    }}
    changes={[strategyConfig.list]}
  />
)

const freezeInputs = { windows: WindowsInput }

export const FreezeEntry = (entry: Props<FreezeRow>) => (
  <ListedEntry
    {...entry}
    one="Freeze"
    kind={freezeConfig}
    fresh={{ timeZone: 'UTC', windows: [] }}
    inputs={freezeInputs}
    deletion={{
      action: `Delete the freeze ${entry.slug}`,
      effect: 'It freezes nothing any more: rollouts whose gates have passed continue with the next check.',
    }}
    changes={[freezeConfig.list]}
  />
)
