'use client'

import { NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ReasonDialog } from '#components/kit/reason-dialog.tsx'
import { call } from '#lib/client/api.ts'
import { createSilenceContract } from '#lib/domain/alerts/contract.ts'
import type { Labels } from '#lib/domain/alerts/schemas.ts'

const lengths = [
  { value: '1800', label: '30 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '14400', label: '4 hours' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
]

interface Props {
  /** The rules that can be chosen. If there is one, it is chosen already. */
  rules: readonly string[]
  labels?: Labels
  /** The rule that is chosen at first. */
  rule?: string
  onClose: () => void
}

/** The form of a silence: for which alerts, how long, and why. */
export function SilenceForm({ rules, labels = {}, rule: first = '', onClose }: Props) {
  const queries = useQueryClient()
  const [rule, setRule] = useState(first)
  const [seconds, setSeconds] = useState('3600')
  const create = useMutation({
    mutationFn: (reason: string) =>
      call(createSilenceContract, { body: { rule: rule || null, labels, seconds: Number(seconds), reason } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ predicate: ({ queryKey: [id] }) => String(id).startsWith('alerts.') })
      onClose()
    },
  })
  return (
    <ReasonDialog
      action={rule ? `Silence ${rule}` : 'Silence every rule'}
      busy={create.isPending}
      error={create.error}
      failed="The silence was not set."
      onConfirm={reason => create.mutate(reason)}
      onClose={onClose}
    >
      <p>
        Rules keep running and incidents are opened, but channels are not notified. Alerts that still fire afterwards
        are sent then.
      </p>
      <NativeSelect label="Rule" mt={12} value={rule} onChange={event => setRule(event.currentTarget.value)}>
        <option value="">every rule</option>
        {rules.map(slug => (
          <option key={slug}>{slug}</option>
        ))}
      </NativeSelect>
      <NativeSelect
        label="For"
        mt={12}
        data={lengths}
        value={seconds}
        onChange={event => setSeconds(event.currentTarget.value)}
      />
    </ReasonDialog>
  )
}
