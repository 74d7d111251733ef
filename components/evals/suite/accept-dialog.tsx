import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { call } from '#lib/client/api.ts'
import { acceptProposalContract } from '#lib/domain/evals/proposals/contract.ts'
import type { ProposalItem } from '#lib/domain/evals/proposals/schemas.ts'
import { emptyScenario, ScenarioFields, scenarioBody } from './scenario-fields.tsx'

interface Props {
  proposal: ProposalItem
  onClose: () => void
}

/** Makes a proposed trace a scenario. The person says what a good answer contains. */
export function AcceptDialog({ proposal, onClose }: Props) {
  const [fields, setFields] = useState(emptyScenario)
  const accept = useMutation({
    mutationFn: () => call(acceptProposalContract, { params: { id: proposal.id }, body: scenarioBody(fields) }),
    onSuccess: onClose,
  })
  return (
    <ConfirmDialog
      action="Accept as a scenario"
      busy={accept.isPending}
      error={accept.error}
      failed="It was not accepted."
      onConfirm={() => accept.mutate()}
      onClose={onClose}
    >
      It becomes part of <VisibleText text={proposal.suite} />, in a new version. What the trace was given is its input:
      <blockquote>
        <VisibleText text={proposal.input?.slice(0, 600) ?? 'not recorded'} />
      </blockquote>
      <ScenarioFields fields={fields} onChange={setFields} />
    </ConfirmDialog>
  )
}
