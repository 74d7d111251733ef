'use client'

import { Button } from '@mantine/core'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsBoolean, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import type { ConfigInputProps } from '#components/kit/config/config-input.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Failure } from '#components/kit/failure.tsx'
import registered from '#components/kit/registered.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { refusalForRole } from '#lib/domain/list.ts'
import type { ConfigContracts, ConfigRecord } from '#lib/shared/config/contracts.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { isProblem } from '#lib/shared/problem.ts'
import styles from './alerts.module.css'

interface Props<R extends ConfigRecord> {
  kind: ConfigContracts
  /** "alert rule" */
  one: string
  list: { href: string; label: string }
  slug: string
  fields: readonly FormField[]
  /** What the form of a new one begins with. */
  fresh: Record<string, unknown>
  inputs?: Readonly<Record<string, (props: ConfigInputProps) => ReactNode>>
  /** What happens when it is deleted. */
  deleted: string
  facts?: (record: R) => ReactNode
  description?: (record: R) => ReactNode
  actions?: (record: R) => ReactNode
  children: (record: R) => ReactNode
}

/** The page of one thing that was configured here: what it is, its form, and what came of it. */
export function EntryPage<R extends ConfigRecord>(props: Props<R>) {
  const { kind, one, list, slug, facts, description, actions, children } = props
  const { data, error, isPending, refetch } = useContract(kind.get, { params: { slug } })
  const [editing, setEditing] = useQueryState('edit', parseAsBoolean.withDefault(false))
  const refusal = refusalForRole(kind.write, useShell().user.role)
  const missing = isProblem(error) && error.fields.status === 404
  const record = data as R | undefined
  const holds = record !== undefined && record.archivedAt === null
  const edit = (
    <Button
      variant="default"
      disabled={refusal !== null || editing}
      title={refusal ?? undefined}
      onClick={() => void setEditing(true)}
    >
      {holds ? 'Edit' : 'Set it up'}
    </Button>
  )
  const title = (
    <>
      <Link href={list.href}>{list.label}</Link> <span className="hp-muted">/</span> <VisibleText text={slug} />
    </>
  )
  return (
    <PageFrame title={title}>
      <div className={styles.scroll}>
        <div className={styles.page}>
          {error && !missing ? (
            <Failure what={`This ${one} could not be read.`} error={error} retry={() => void refetch()} />
          ) : null}
          {isPending ? <Skeleton rows={10} /> : null}
          {!isPending && !holds && !editing && (missing || record) ? (
            <Empty title={`No such ${one}`}>
              <p>
                Nobody has set <VisibleText text={slug} />, or it was deleted.
              </p>
              {edit}
            </Empty>
          ) : null}
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
          {editing && !isPending && (record || missing) ? (
            <Entry {...props} record={record ?? null} onClose={() => void setEditing(null)} />
          ) : null}
          {holds ? children(record) : null}
        </div>
      </div>
    </PageFrame>
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
        held={holds}
        inputs={inputs}
        deletion={{ action: `Delete the ${one} ${slug}`, effect: deleted }}
        onDone={() => void done()}
        onCancel={onClose}
      />
    </section>
  )
}

/** What was saved is read before the form goes. */
const refresh = (queries: QueryClient, { plural }: ConfigContracts) =>
  queries.invalidateQueries({ predicate: ({ queryKey: [id] }) => String(id).startsWith(`${plural}.`) })
