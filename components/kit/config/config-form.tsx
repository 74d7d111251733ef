'use client'

import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { call } from '#lib/client/api.ts'
import type { ConfigContracts } from '#lib/shared/config/contracts.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { bodyOf, type FormValues, faultsOf, valuesOf } from '#lib/shared/config/form-values.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { ArchiveButton } from './archive-button.tsx'
import styles from './config-form.module.css'
import { ConfigInput, type ConfigInputProps } from './config-input.tsx'

export interface ConfigFormProps {
  kind: Pick<ConfigContracts, 'put' | 'archive'>
  slug: string
  /** From the schema, made on the server by `formFields`. */
  fields: readonly FormField[]
  /** As it was read; its revision guards against a lost update. */
  object: Readonly<Record<string, unknown>> & { revision: number }
  /** It exists: it can be saved and deleted. Otherwise it is created. */
  exists: boolean
  /** The word on the button, where it is neither Save nor Create. */
  action?: string
  deletion: {
    /** What is deleted: "Delete the entry of delete_resource". */
    action: string
    /** What happens then. */
    effect: ReactNode
  }
  /** Hand-made inputs, by the name of the field; the others follow from the schema. */
  inputs?: Readonly<Record<string, (props: ConfigInputProps) => ReactNode>>
  /** Fields that mean nothing beside the others as they are: neither shown nor sent. */
  hides?: (values: FormValues) => readonly string[]
  /** Shows what the form would do as it is filled in now; asked for while nothing in it is wrong. */
  preview?: (body: Record<string, unknown>) => ReactNode
  /** It was saved or deleted. */
  onDone: () => void
  onCancel: () => void
}

const wide = new Set<FormField['input']>(['markdown', 'json'])

/** Edits a configuration object, or deletes it: its fields follow from its schema. */
export function ConfigForm(props: ConfigFormProps) {
  const { kind, slug, fields, object, exists, deletion, inputs = {}, hides, preview, onDone, onCancel } = props
  const { action = exists ? 'Save' : 'Create' } = props
  const shownOf = (values: FormValues) => {
    const hidden = hides?.(values) ?? []
    return fields.filter(({ name }) => !hidden.includes(name))
  }
  // What the form began with: a change by somebody else must not slip under what is being typed.
  const [begun] = useState(object)
  const { form, submit, busy, problem } = useRequestForm<FormValues, unknown>({
    initialValues: valuesOf(fields, begun),
    validate: values => faultsOf(shownOf(values), values),
    request: values =>
      call(kind.put, {
        params: { slug },
        body: { ...bodyOf(shownOf(values), values), expectedRevision: begun.revision },
      }),
    onDone,
  })
  const stale = isProblem(problem) && problem.fields.type === 'stale-revision'
  const values = form.getValues()
  return (
    <form className={styles.form} noValidate onSubmit={submit} aria-label={`${action} ${slug}`}>
      {shownOf(values).map(field => {
        const { [field.name]: Input = ConfigInput } = inputs
        const error = form.errors[field.name]
        return (
          <div key={field.name} className={wide.has(field.input) || field.input === 'group' ? styles.wide : undefined}>
            <Input
              field={field}
              value={values[field.name]}
              error={typeof error === 'string' ? error : undefined}
              onChange={value => form.setFieldValue(field.name, value as never)}
            />
          </div>
        )
      })}
      {preview && Object.keys(faultsOf(shownOf(values), values)).length === 0 ? (
        <div className={styles.wide}>{preview(bodyOf(shownOf(values), values))}</div>
      ) : null}
      {problem ? (
        <div className={styles.wide}>
          <Failure what="It was not saved." error={problem} />
        </div>
      ) : null}
      <div className={styles.buttons}>
        <Button type="submit" loading={busy} disabled={stale}>
          {action}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {stale ? 'Close and see what changed' : 'Cancel'}
        </Button>
        {exists ? (
          <ArchiveButton
            archive={kind.archive}
            slug={slug}
            revision={object.revision}
            action={deletion.action}
            onDone={onDone}
          >
            {deletion.effect}
          </ArchiveButton>
        ) : null}
      </div>
    </form>
  )
}
