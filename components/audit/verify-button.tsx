'use client'

import { Button } from '@mantine/core'
import { IconAlertOctagon, IconCircleCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Failure } from '#components/kit/failure.tsx'
import { call } from '#lib/client/api.ts'
import { verifyAuditContract } from '#lib/domain/audit/contract.ts'
import type { Verification } from '#lib/domain/audit/schemas.ts'
import { plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import styles from './audit.module.css'

/** Recomputes the chain and says whether anybody changed it. */
export function VerifyButton() {
  const verify = useMutation({ mutationFn: () => call(verifyAuditContract) })
  return (
    <div className={styles.verify}>
      <Button variant="default" size="xs" loading={verify.isPending} onClick={() => verify.mutate()}>
        Verify the chain
      </Button>
      <div role="status">
        {verify.data ? <Result of={verify.data} /> : null}
        {verify.error ? <Failure what="The chain was not verified." error={verify.error} /> : null}
      </div>
    </div>
  )
}

function Result({ of }: { of: Verification }) {
  if (!of.ok) {
    return (
      <p className={styles.verdict} data-ok="false">
        <IconAlertOctagon size={15} aria-hidden />
        Broken at entry {of.brokenSeq}: {of.reason}.
      </p>
    )
  }
  return (
    <p className={styles.verdict} data-ok="true" title={of.head ? `Head ${of.head}` : undefined}>
      <IconCircleCheck size={15} aria-hidden />
      {plural(of.rows, 'entry', 'entries')} verified in {formatDuration(of.durationMs)}, nothing was changed. Head{' '}
      <code className="hp-mono">{of.head?.slice(0, 12)}</code>
    </p>
  )
}
