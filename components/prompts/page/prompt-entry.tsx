'use client'

import { Button, Group, TextInput } from '@mantine/core'
import { EscapedTextarea } from '#components/kit/escaped-textarea.tsx'
import { Failure } from '#components/kit/failure.tsx'
import registered from '#components/kit/registered.module.css'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { call } from '#lib/client/api.ts'
import { createVersionContract } from '#lib/domain/prompts/contract.ts'
import { type Expects, everything, lint, variablesIn } from '#lib/domain/prompts/rules.ts'
import type { VersionItem } from '#lib/domain/prompts/schemas.ts'

interface Props {
  name: string
  /** The version whose contents the form begins with; undefined: there is none yet. */
  newest: VersionItem | undefined
  expects: Expects | undefined
  onClose: () => void
}

/** The form for a new version. A text is written as text, messages as JSON in the form of the API. */
export function PromptEntry({ name, newest, expects = everything, onClose }: Props) {
  const chat = newest?.messages != null
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: {
      template: chat ? JSON.stringify(newest.messages, null, 2) : (newest?.template ?? ''),
      model: newest?.model ?? '',
      note: '',
    },
    validate: ({ template }) => (chat && !isJson(template) ? { template: 'Not JSON' } : {}),
    request: ({ template, model, note }) =>
      call(createVersionContract, {
        params: { name },
        body: {
          ...(chat ? { messages: JSON.parse(template) } : { template }),
          ...(model ? { model } : {}),
          ...(note ? { note } : {}),
          parameters: newest?.parameters ?? {},
          tags: newest?.tags ?? [],
        },
      }),
    onDone: onClose,
  })
  const { template } = form.values
  const content = { template, messages: null }
  const findings = chat ? [] : lint({ ...content, variables: variablesIn(content) }, expects)
  return (
    <section className={registered.entry} aria-label="New version">
      <h3>New version</h3>
      <form onSubmit={submit}>
        <EscapedTextarea
          label={chat ? 'Messages' : 'Text'}
          description="Variables stand as {{name}}"
          autosize
          minRows={6}
          maxRows={24}
          required
          value={template}
          error={form.errors.template}
          onText={text => form.setFieldValue('template', text)}
        />
        <TextInput mt={12} label="Model" {...form.getInputProps('model')} />
        <TextInput mt={12} label="What changed" maxLength={2_000} {...form.getInputProps('note')} />
        {template.trim() !== '' && findings.length > 0 ? (
          <p className="hp-muted">{findings.map(({ message }) => message).join(' ')}</p>
        ) : null}
        {problem ? <Failure what="The version was not added." error={problem} /> : null}
        <Group mt={12}>
          <Button type="submit" loading={busy} disabled={template.trim() === ''}>
            Add version
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </form>
    </section>
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
