'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import registered from '#components/kit/registered.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { AnyContract } from '#lib/shared/contract.ts'
import { ConfigForm, type ConfigFormProps } from './config-form.tsx'
import { DeniedEntry } from './denied-entry.tsx'

interface Props extends Omit<ConfigFormProps, 'object' | 'exists' | 'onDone' | 'onCancel'> {
  /** "Guardrail": the name of the section, before its own. */
  one: string
  /** Beside the name. */
  note?: ReactNode
  /** As it is in the list; null: it is a new one. */
  stored: (object & { revision: number }) | null
  /** What a new one begins with. */
  fresh: Readonly<Record<string, unknown>>
  /** Why this person may not change it, or null. */
  denial: string | null
  /** What is read again before the form goes. */
  changes: readonly AnyContract[]
  onClose: () => void
  /** Under the form. */
  children?: ReactNode
}

/** One entry of a list as a form: the list is up to date before the form closes. */
export function ListedEntry(props: Props) {
  const { one, note, stored, fresh, denial, changes, onClose, children, ...form } = props
  const client = useQueryClient()
  const close = async () => {
    await Promise.all(changes.map(({ id }) => client.invalidateQueries({ queryKey: [id] })))
    onClose()
  }
  return (
    <section className={registered.entry} aria-label={`${one} ${form.slug}`}>
      <h3>
        <VisibleText text={form.slug} />
        {note ? <> {note}</> : null}
      </h3>
      {denial ? (
        <DeniedEntry why={denial} onClose={onClose} />
      ) : (
        <ConfigForm
          {...form}
          object={stored ? { ...stored } : { revision: 0, ...fresh }}
          exists={stored !== null}
          onDone={() => void close()}
          onCancel={onClose}
        />
      )}
      {children}
    </section>
  )
}
