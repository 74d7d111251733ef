'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import registered from '#components/kit/registered.module.css'
import { EntryFrame } from '#components/shell/entry-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { ConfigContracts, ConfigRecord } from '#lib/shared/config/contracts.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import styles from './alerts.module.css'

interface Props<R extends ConfigRecord> {
  kind: ConfigContracts
  /** For example "alert rule". */
  one: string
  list: { href: string; label: string }
  slug: string
  fields: readonly FormField[]
  /** The first values of the form for a new one. */
  fresh: Record<string, unknown>
  inputs?: Readonly<Record<string, (props: ConfigInputProps) => ReactNode>>
  /** Shows the effect while the form is filled in. */
  preview?: (body: Record<string, unknown>) => ReactNode
  /** What happens when it is deleted. */
  deleted: string
  facts?: (record: R) => ReactNode
  description?: (record: R) => ReactNode
  actions?: (record: R) => ReactNode
  children: (record: R) => ReactNode
}

/** The page of one configured thing: what it is, its form, and its results. */
export function EntryPage<R extends ConfigRecord>(props: Props<R>) {
  const { kind, one, list, slug, facts, description, actions, children } = props
  const query = useContract(kind.get, { params: { slug } })
  const record = query.data as R | undefined
  const holds = record !== undefined && record.archivedAt === null
  const denial = denialForRole(kind.write, useShell().user.role)
  return (
    <EntryFrame one={one} list={list} slug={slug} query={query} holds={holds} denial={denial}>
      {({ edit, editing, close }) => (
        <>
          {holds ? (
            <EntityHead
              name={slug}
              facts={facts?.(record)}
              description={description?.(record)}
              actions={
                <span className={styles.actions}>
                  {actions?.(record)}
                  {edit}
                </span>
              }
            />
          ) : null}
          {editing ? <Entry {...props} record={record ?? null} onClose={close} /> : null}
          {holds ? children(record) : null}
        </>
      )}
    </EntryFrame>
  )
}

type EntryProps<R extends ConfigRecord> = Props<R> & { record: R | null; onClose: () => void }

function Entry<R extends ConfigRecord>({
  kind,
  one,
  slug,
  fields,
  fresh,
  inputs,
  preview,
  deleted,
  record,
  onClose,
}: EntryProps<R>) {
  const queries = useQueryClient()
  const done = async () => {
    await refresh(queries, kind)
    onClose()
  }
  const holds = record !== null && record.archivedAt === null
  return (
    <section className={registered.entry} aria-label={`Settings of the ${one}`}>
      <h3>Settings</h3>
      <ConfigForm
        kind={kind}
        slug={slug}
        fields={fields}
        object={record ? { ...(record as object), revision: record.revision } : { revision: 0, ...fresh }}
        exists={holds}
        inputs={inputs}
        preview={preview}
        deletion={{ action: `Delete the ${one} ${slug}`, effect: deleted }}
        onDone={() => void done()}
        onCancel={onClose}
      />
    </section>
  )
}

/** What was saved is read before the form closes. */
const refresh = (queries: QueryClient, { plural }: ConfigContracts) =>
  queries.invalidateQueries({ predicate: ({ queryKey: [id] }) => String(id).startsWith(`${plural}.`) })
