'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { problemText } from '#components/kit/problem-text.ts'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { changeDemoContract, getDemoContract, removeDemoContract } from '#lib/domain/demo/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import styles from './demo-controls.module.css'

/** In the side bar of a demo project: that its data is invented, its progress, and how to remove it. */
export function DemoControls() {
  const { user } = useShell()
  const demo = useContract(getDemoContract, {}, { refetchInterval: 3_000 })
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: (live: boolean) => call(changeDemoContract, { body: { live } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [getDemoContract.id] }),
  })
  const remove = useMutation({
    mutationFn: () => call(removeDemoContract),
    onSuccess: () => globalThis.location.assign('/'),
  })
  const denial = denialForRole('projects.manage', user.role)
  const problem = problemText(remove.error ?? change.error)
  const { state, days = 0, filledDays = 0, failure } = demo.data ?? {}
  const common = { type: 'button', disabled: denial !== null, title: denial ?? undefined } as const
  return (
    <section className={styles.demo} aria-label="Demo">
      <div title="Everything in this project is made up">
        <p>
          <strong>Demo</strong> made up
        </p>
        {state === 'paused' ? (
          <button {...common} onClick={() => change.mutate(true)}>
            Resume
          </button>
        ) : (
          <button {...common} onClick={() => change.mutate(false)}>
            Pause
          </button>
        )}
        <button
          {...common}
          disabled={denial !== null || remove.isPending || remove.isSuccess}
          aria-label="Remove demo"
          onClick={() => remove.mutate()}
        >
          Remove
        </button>
      </div>
      {state === 'filling' ? (
        <>
          <progress value={filledDays} max={days} aria-label="History" />
          <p role="status">
            A month of history: day {filledDays} of {days}
          </p>
        </>
      ) : null}
      {failure ? <p>It failed: {failure}. It will be tried again.</p> : null}
      {problem ? <p role="alert">{problem}</p> : null}
    </section>
  )
}
