'use client'

import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Code } from '#components/kit/blocks.tsx'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { getCallbackSecretContract, makeCallbackSecretContract } from '#lib/domain/channels/callbacks/contract.ts'

/** Makes the secret that signs callbacks of an agent, and shows it this once. */
export function CallbackSecret({ slug, onClose }: { slug: string; onClose: () => void }) {
  const { data: present } = useContract(getCallbackSecretContract, { params: { slug } })
  const make = useMutation({ mutationFn: () => call(makeCallbackSecretContract, { params: { slug } }) })
  if (make.data) return <Made secret={make.data.secret} onDone={onClose} />
  return (
    <ConfirmDialog
      action={present?.madeAt ? 'Replace the callback secret' : 'Make a callback secret'}
      busy={make.isPending}
      ready={present !== undefined}
      error={make.error}
      failed="No secret was made."
      onConfirm={() => make.mutate()}
      onClose={onClose}
    >
      It signs what is posted to the <code className="hp-mono">callbackUrl</code> of requests for approval by{' '}
      <VisibleText text={slug} />, as Standard Webhooks has it. You see it once.
      {present?.madeAt ? (
        <>
          {' '}
          The present one was made by <VisibleText text={present.madeBy ?? ''} /> <When at={present.madeAt} />; for 24
          hours it signs beside the new one.
        </>
      ) : null}
    </ConfirmDialog>
  )
}

function Made({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <Modal opened centered lockScroll={false} title="Copy it now: it is not shown again" onClose={onDone}>
      <Code label="callback secret" text={secret} />
      <Group justify="flex-end" mt={12}>
        <Button onClick={onDone}>I have copied it</Button>
      </Group>
    </Modal>
  )
}
