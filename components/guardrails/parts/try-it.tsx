'use client'

import { Button, Textarea, TextInput } from '@mantine/core'
import { Code } from '#components/kit/blocks.tsx'
import { Choices } from '#components/kit/choices.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { evaluateGuardrailsContract } from '#lib/domain/guardrails/contract.ts'
import { outcomeStatuses } from '#lib/domain/guardrails/statuses.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { Answer } from '#lib/shared/contract.ts'
import styles from './guardrails.module.css'

type Stage = 'input' | 'output' | 'tool'
const stages: Record<Stage, string> = { input: 'Input', output: 'Output', tool: 'Tool arguments' }

/** Runs the guardrails over a text, and shows what an agent would be answered. Nothing is kept. */
export function TryIt() {
  const denial = denialForRole('guardrails.evaluate', useShell().user.role)
  const { form, submit, busy, answer, problem } = useRequestForm({
    initialValues: { agent: '', stage: 'output' as Stage, tool: '', content: '' },
    validate: ({ agent, content }) => ({
      ...(agent.trim() ? {} : { agent: 'Name an agent; any name will do' }),
      ...(content ? {} : { content: 'Write the text to check' }),
    }),
    request: ({ agent, stage, tool, content }) =>
      call(evaluateGuardrailsContract, {
        body: { agent: agent.trim(), stage, content, dryRun: true, ...(tool.trim() ? { tool: tool.trim() } : {}) },
      }),
  })
  return (
    <section className={styles.try} aria-label="Try it">
      <h3>Try it</h3>
      <form noValidate onSubmit={submit} aria-label="Try a text" className={styles.try} style={{ padding: 0 }}>
        <div className={styles.row}>
          <TextInput label="Agent" {...form.getInputProps('agent')} />
          <TextInput label="Tool" {...form.getInputProps('tool')} />
          <Choices
            label="Looks at"
            value={form.values.stage}
            choices={stages}
            onChange={stage => form.setFieldValue('stage', stage)}
          />
        </div>
        <Textarea label="Text" rows={4} {...form.getInputProps('content')} />
        {problem ? <Failure what="It could not be tried." error={problem} /> : null}
        <div>
          <Button type="submit" variant="default" loading={busy} disabled={denial !== null} title={denial ?? undefined}>
            Try it
          </Button>
        </div>
      </form>
      {answer ? <Tried answer={answer} /> : null}
    </section>
  )
}

function Tried({ answer }: { answer: Answer<typeof evaluateGuardrailsContract> }) {
  if (answer.results.length === 0) return <p className="hp-muted">No guardrail checks this.</p>
  return (
    <div aria-live="polite">
      <p>
        As a whole: <Status of={outcomeStatuses} value={answer.outcome} />
      </p>
      <ul className={styles.results}>
        {answer.results.map(({ slug, outcome, message }) => (
          <li key={slug}>
            <Status of={outcomeStatuses} value={outcome} />
            <VisibleText text={slug} />
            {message ? (
              <span className="hp-muted">
                <VisibleText text={message} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {answer.content === null ? (
        <p className="hp-muted">The agent stops here.</p>
      ) : (
        <Code label="what the agent gets instead" text={answer.content} />
      )}
    </div>
  )
}
