'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { problemText } from '#components/kit/problem-text.ts'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { startDemoContract } from '#lib/domain/demo/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'

/** Starts the demo fleet, or joins the one that runs, and goes into its project. */
export function DemoButton() {
  const denial = denialForRole('projects.manage', useShell().user.role)
  const start = useMutation({
    mutationFn: () => call(startDemoContract),
    onSuccess: ({ project }) => globalThis.location.assign(`/?project=${encodeURIComponent(project?.slug ?? '')}`),
  })
  const problem = problemText(start.error)
  return (
    <div>
      <Button
        variant="default"
        loading={start.isPending || start.isSuccess}
        disabled={denial !== null}
        title={denial ?? undefined}
        onClick={() => start.mutate()}
      >
        Start the demo fleet
      </Button>
      {problem ? <p role="alert">{problem}</p> : null}
    </div>
  )
}
