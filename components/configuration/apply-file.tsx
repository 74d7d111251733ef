'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EscapedTextarea } from '#components/kit/escaped-textarea.tsx'
import { call } from '#lib/client/api.ts'
import { applyContract } from '#lib/domain/configuration/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import { ChangeList } from './change-list.tsx'
import styles from './configuration.module.css'
import { Faults } from './faults.tsx'

const send = (file: string, dryRun: boolean) => call(applyContract, { file, query: dryRun ? { dryRun: 'true' } : {} })

/** Takes a file, shows what it would change, and applies it after that. */
export function ApplyFile({ denial }: { denial: string | null }) {
  const [text, setText] = useState('')
  const queries = useQueryClient()
  const look = useMutation({ mutationFn: () => send(text, true) })
  const apply = useMutation({
    mutationFn: () => send(text, false),
    // Any page may show what a file has changed.
    onSuccess: () => void queries.invalidateQueries(),
  })
  const write = (next: string) => {
    setText(next)
    look.reset()
    apply.reset()
  }
  const error = apply.error ?? look.error
  const shown = apply.data ?? (error ? undefined : look.data)
  const news = look.data?.changes.filter(({ change }) => change !== 'none').length ?? 0
  return (
    <section className={styles.part} aria-label="Apply a file">
      <h2>Apply a file</h2>
      <p className="hp-muted">
        Either all of it is applied or nothing. Objects that it does not name stay as they are. From a shell:{' '}
        <code>curl --data-binary @holdpoint.yaml …/api/v1/apply</code>.
      </p>
      <EscapedTextarea
        label="YAML or JSON"
        rows={12}
        resize="vertical"
        spellCheck={false}
        disabled={denial !== null}
        classNames={{ input: styles.input }}
        placeholder={
          'slos:\n  triage-success:\n    agent: support-triage\n    objective: success\n    target: 0.99\n    days: 30'
        }
        value={text}
        onText={write}
      />
      {denial ? <p className="hp-muted">{denial}</p> : null}
      {error ? <Faults error={error} /> : null}
      {shown ? <ChangeList applied={apply.data !== undefined} changes={shown.changes} /> : null}
      <div className={styles.buttons}>
        <Button
          variant="default"
          disabled={denial !== null || text.trim() === '' || apply.isPending}
          loading={look.isPending}
          onClick={() => look.mutate()}
        >
          Show what would change
        </Button>
        <Button
          disabled={denial !== null || news === 0 || apply.data !== undefined}
          title={news === 0 ? 'First see what would change.' : undefined}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
        >
          {news === 0 ? 'Apply' : `Apply ${plural(news, 'change')}`}
        </Button>
      </div>
    </section>
  )
}
