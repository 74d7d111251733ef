import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '#lib/client/api.ts'
import { createKeyContract, listKeysContract } from '#lib/domain/access/contract.ts'
import type { NewKey } from './key-form.tsx'

/** Creates a key; its secret is in the answer, this once. The lists of keys are read again. */
export function useCreateKey() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: NewKey) => call(createKeyContract, { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [listKeysContract.id] }),
  })
}
