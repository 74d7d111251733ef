'use client'

import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { Failure } from '#components/kit/failure.tsx'
import registered from '#components/kit/registered.module.css'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { type getSettingsContract, putSettingsContract } from '#lib/domain/prompts/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'

type Settings = Answer<typeof getSettingsContract>

export function SettingsButton() {
  const [open, setOpen] = useQueryState('settings', parseAsBoolean.withDefault(false))
  const denial = denialForRole('prompts.manage', useShell().user.role)
  return (
    <Button
      variant="default"
      disabled={denial !== null || open}
      title={denial ?? undefined}
      onClick={() => void setOpen(true)}
    >
      Settings
    </Button>
  )
}

/** The settings for all versions: the suite that compares them, guarded labels, and what lint expects. */
export function PromptSettings({ settings }: { settings: Settings }) {
  const [open, setOpen] = useQueryState('settings', parseAsBoolean.withDefault(false))
  return open ? <SettingsForm settings={settings} onClose={() => void setOpen(null)} /> : null
}

function SettingsForm({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const queries = useQueryClient()
  const { name, revision: _, ...others } = settings
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: {
      description: others.description ?? '',
      suite: others.suite ?? '',
      guarded: others.guardedLabels.join(', '),
      ...others.expects,
    },
    request: ({ description, suite, guarded, role, task }) =>
      call(putSettingsContract, {
        params: { name },
        body: {
          description: description || null,
          suite: suite || null,
          guardedLabels: guarded
            .split(',')
            .map(label => label.trim())
            .filter(Boolean),
          expects: { role, task },
        },
      }),
    onDone: async () => {
      await queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('prompts.') })
      onClose()
    },
  })
  return (
    <section className={registered.entry} aria-label="Settings of the prompt">
      <h3>Settings</h3>
      <form onSubmit={submit}>
        <TextInput label="Description" maxLength={2_000} {...form.getInputProps('description')} />
        <TextInput
          mt={12}
          label="Suite"
          description="The eval suite by which versions are compared"
          {...form.getInputProps('suite')}
        />
        <TextInput
          mt={12}
          label="Guarded labels"
          description="They move only when a person has approved it; separate several with commas"
          placeholder="production"
          {...form.getInputProps('guarded')}
        />
        <Checkbox
          mt={12}
          label="Lint: the text says who the model is"
          {...form.getInputProps('role', { type: 'checkbox' })}
        />
        <Checkbox
          mt={8}
          label="Lint: the text says what it is to do"
          {...form.getInputProps('task', { type: 'checkbox' })}
        />
        {problem ? <Failure what="The settings were not saved." error={problem} /> : null}
        <Group mt={12}>
          <Button type="submit" loading={busy}>
            Save
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </form>
    </section>
  )
}
