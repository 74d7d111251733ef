import { useContract } from '#lib/client/use-contract.ts'
import { listEnvironmentsContract } from '#lib/domain/releases/environments/contract.ts'

const always = ['production', 'staging']

/** The environments to choose from: the usual ones, and those that traces have named. */
export function useEnvironments(): string[] {
  const { data } = useContract(listEnvironmentsContract, {})
  return [...new Set([...always, ...(data?.items ?? [])])]
}
