'use client'

import { Button, Textarea, TextInput } from '@mantine/core'
import type { FormEvent, KeyboardEvent } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { EscapedTextarea } from '#components/kit/escaped-textarea.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { useShell } from '#components/shell/shell-context.ts'
import { keepDraft, keptDraft } from '#lib/client/drafts.ts'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import type { Approval, DecisionKind } from '#lib/domain/approvals/schemas.ts'
import { escapeForeignJson, escapeJson, escapeText } from '#lib/shared/escaped-text.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { missing, parseArguments } from './answer.ts'
import { argumentsText } from './argument-members.ts'
import { ArgumentsDiff } from './arguments-diff.tsx'
import { useDecide } from './data.ts'
import styles from './decision.module.css'
import type { Done, Intent } from './view.ts'

const verbs: Record<DecisionKind, string> = {
  approve: 'Approve once',
  edit: 'Approve as edited',
  reject: 'Reject',
  respond: 'Send answer',
}
const commentLabels: Record<DecisionKind, string> = {
  approve: 'Comment (optional)',
  edit: 'Why changed (optional)',
  reject: 'Reason, for the agent and the record',
  respond: 'Answer to the agent; the action does not run',
}

interface Props {
  approval: Approval
  intent: Intent
  onCancel: () => void
  /** Called with true when the decision is sent, and with false if the server did not accept it. Without an answer that is unknown. */
  onSent: (sent: boolean) => void
  onDecided: (done: Done) => void
}

/** The last step of a decision. It sends what the person saw when they began, even if the page has been refreshed since. */
export function DecisionForm({ approval, intent, onCancel, onSent, onDecided }: Props) {
  const { kind } = intent
  const draft = useDraft(approval, kind)
  const decide = useDecide(intent, ({ status }) => {
    draft.drop()
    onDecided({ kind, waits: status === 'pending' })
  })
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { typed: '', ...draft.text },
    request: async values => {
      const parsed = kind === 'edit' ? parseArguments(values.arguments) : null
      const edited = parsed && 'value' in parsed ? parsed.value : null
      onSent(true)
      try {
        return await decide.mutateAsync({ comment: values.comment.trim(), edited })
      } catch (error) {
        if (isProblem(error) && error.fields.status > 0 && error.fields.status < 500) onSent(false)
        throw error
      }
    },
  })
  const { values, errors } = form
  const type = (field: 'comment' | 'arguments', text: string) => {
    form.setFieldValue(field, text)
    draft.keep({ ...values, [field]: text })
  }
  const cancel = () => {
    draft.drop()
    onCancel()
  }
  const toolName = escapeText(approval.tool)
  const left = missing(kind, values, approval)
  const confirms = approval.risk === 'critical' && (kind === 'approve' || kind === 'edit')
  const send = (event?: FormEvent<HTMLFormElement>) => {
    event?.preventDefault()
    if (left === null) submit()
  }
  useHotkeys({ 'mod+enter': () => send() })
  const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && cancel()
  const edited = kind === 'edit' ? parseArguments(values.arguments) : null
  return (
    <form className={styles.form} onSubmit={send} onKeyDown={onKeyDown} aria-label={verbs[kind]}>
      <div className={styles.fields}>
        {kind === 'edit' ? (
          <Textarea
            label="Arguments that will run"
            description="Characters that would be invisible are shown as escapes, e.g. \u200b"
            autosize
            minRows={4}
            maxRows={12}
            spellCheck={false}
            dir="ltr"
            data-autofocus
            autoFocus
            classNames={{ input: styles.json }}
            error={errors.arguments}
            value={values.arguments}
            onChange={event => type('arguments', escapeJson(event.currentTarget.value))}
          />
        ) : null}
        {edited && 'value' in edited ? (
          <ArgumentsDiff title="What you change" before={approval.arguments} after={edited.value} />
        ) : null}
        <EscapedTextarea
          label={commentLabels[kind]}
          autosize
          minRows={1}
          maxRows={6}
          autoFocus={kind === 'reject' || kind === 'respond' || (kind === 'approve' && !confirms)}
          error={errors.comment}
          value={values.comment}
          onText={comment => type('comment', comment)}
        />
        {problem ? <Failure what="The decision was not recorded." error={problem} /> : null}
      </div>
      <div className={styles.confirm}>
        {confirms ? (
          <TextInput
            label={`Type ${toolName} to confirm`}
            autoComplete="off"
            spellCheck={false}
            autoFocus={kind === 'approve'}
            classNames={{ input: styles.mono }}
            {...form.getInputProps('typed')}
          />
        ) : null}
        <div className={styles.buttons}>
          <Button
            type="submit"
            color={kind === 'reject' ? 'red' : undefined}
            loading={busy}
            disabled={left !== null}
            title={left ?? undefined}
          >
            {verbs[kind]} <Key>⌘⏎</Key>
          </Button>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
          <span className={styles.hint} role="status">
            {left}
          </span>
        </div>
      </div>
    </form>
  )
}

/** Both fields as they were left, unless the request has other arguments by now. */
function useDraft({ id, digest, arguments: args }: Approval, kind: DecisionKind) {
  const { user } = useShell()
  const name = `${user.id}.${id}.${kind}`
  const untouched = { comment: '', arguments: escapeForeignJson(argumentsText(args)) }
  const kept = keptDraft<typeof untouched & { digest: string }>(name)
  return {
    text: {
      comment: kept?.comment ?? untouched.comment,
      arguments: kept?.digest === digest ? kept.arguments : untouched.arguments,
    },
    keep({ comment, arguments: text }: typeof untouched) {
      const isTouched = comment !== '' || text !== untouched.arguments
      keepDraft(name, isTouched ? { comment, arguments: text, digest } : null)
    },
    drop: () => keepDraft(name, null),
  }
}
