'use client'

import { IconChevronDown, IconServer } from '@tabler/icons-react'
import { useContract } from '#lib/client/use-contract.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { listEnvironmentsContract } from '#lib/domain/releases/environments/contract.ts'
import styles from './shell.module.css'

export const environmentSwitchId = 'environment-switch'

/** Narrows a page to one of the environments seen in the last 30 days; in the URL, and carried on by the navigation. */
export function EnvironmentSwitch() {
  const { environment, setEnvironment } = useScope()
  const seen = useContract(listEnvironmentsContract)
  const names = new Set([...(seen.data?.items ?? []), ...(environment ? [environment] : [])])
  return (
    <label className={styles.environment} data-set={environment !== null}>
      <IconServer size={15} aria-hidden />
      <span className="hp-sr">Environment</span>
      <select
        id={environmentSwitchId}
        value={environment ?? ''}
        onChange={event => setEnvironment(event.currentTarget.value || null)}
      >
        <option value="">All environments</option>
        {[...names].sort().map(name => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <IconChevronDown size={14} aria-hidden />
    </label>
  )
}
