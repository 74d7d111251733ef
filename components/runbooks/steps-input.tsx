'use client'

import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { EscapedTextarea } from '#components/kit/escaped-textarea.tsx'
import styles from './runbooks.module.css'
import { actionKinds, jsonOf, nameOfAction, rowsOf, type StepRow } from './step-rows.ts'

const labels = {
  'force-open': 'forces a breaker open',
  'stop-agent': 'switches the agent off',
  notify: 'tells channels',
  'roll-back': 'asks to roll back',
}

/** The steps of a runbook, in their order. Each has a text and what its button does. */
export function StepsInput({ field, value, error, onChange }: ConfigInputProps) {
  const rows = rowsOf(typeof value === 'string' ? value : '')
  const set = (next: readonly StepRow[]) => onChange(jsonOf(next))
  const change = (at: number, part: Partial<StepRow>) =>
    set(rows.map((row, i) => (i === at ? { ...row, ...part } : row)))
  const swap = (at: number, with_: number) => {
    const next = [...rows]
    const [one, other] = [next[at], next[with_]]
    if (!one || !other) return
    next[at] = other
    next[with_] = one
    set(next)
  }
  return (
    <fieldset className={styles.list}>
      <legend>{field.label}</legend>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have their place and nothing else
        <div key={at} className={styles.row}>
          <EscapedTextarea
            label={`Step ${at + 1}`}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={5_000}
            value={row.text}
            onText={text => change(at, { text })}
          />
          <div className={styles.does}>
            <NativeSelect
              aria-label={`What step ${at + 1} does`}
              value={row.kind}
              onChange={event => change(at, { kind: event.currentTarget.value as StepRow['kind'], names: '' })}
            >
              <option value="">is done by a person</option>
              {actionKinds.map(kind => (
                <option key={kind} value={kind}>
                  {labels[kind]}
                </option>
              ))}
            </NativeSelect>
            {row.kind && nameOfAction[row.kind] ? (
              <TextInput
                aria-label={`Step ${at + 1}: ${nameOfAction[row.kind]}`}
                placeholder={nameOfAction[row.kind] ?? undefined}
                value={row.names}
                onChange={event => change(at, { names: event.currentTarget.value })}
              />
            ) : null}
            <span className={styles.buttons}>
              <Tool label={`Step ${at + 1} up`} disabled={at === 0} onClick={() => swap(at, at - 1)}>
                <IconArrowUp size={15} aria-hidden />
              </Tool>
              <Tool label={`Step ${at + 1} down`} disabled={at === rows.length - 1} onClick={() => swap(at, at + 1)}>
                <IconArrowDown size={15} aria-hidden />
              </Tool>
              <Tool
                label={`Remove step ${at + 1}`}
                disabled={rows.length === 1}
                onClick={() => set(rows.filter((_, i) => i !== at))}
              >
                <IconTrash size={15} aria-hidden />
              </Tool>
            </span>
          </div>
        </div>
      ))}
      {error ? <p className={styles.fault}>{error}</p> : null}
      <div>
        <Button variant="default" size="compact-sm" onClick={() => set([...rows, { text: '', kind: '', names: '' }])}>
          Add a step
        </Button>
      </div>
    </fieldset>
  )
}

interface ToolProps {
  label: string
  disabled: boolean
  onClick: () => void
  children: React.ReactNode
}

const Tool = ({ label, disabled, onClick, children }: ToolProps) => (
  <button type="button" className="hp-icon" aria-label={label} disabled={disabled} onClick={onClick}>
    {children}
  </button>
)
