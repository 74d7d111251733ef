import { type AskOptions, NotAllowed } from '../../src/index.ts'
import type { Driver } from '../agent.ts'

/** The guard itself. Its second path is a function handed over by somebody else. */
export const guardDriver =
  (how: AskOptions): Driver =>
  async ({ calls, twist, client, signal, deleteResource }) => {
    const cache = new Map<string, Promise<string>>()
    const cached = (args: { resource: string }) => {
      const found = cache.get(args.resource) ?? deleteResource(args)
      cache.set(args.resource, found)
      return found
    }
    const guarded = client.guard('delete_resource', twist === 'cache' ? cached : deleteResource, { ...how, signal })
    const texts: string[] = []
    for (const call of calls) {
      const args = call as { resource: string }
      const path = twist === 'second-path' ? [args].map(each => guarded(each)) : [guarded(args)]
      if (twist === 'second-hook') args.resource = 'node-9'
      for (const answer of path)
        texts.push(await answer.catch(error => (error instanceof NotAllowed ? error.message : Promise.reject(error))))
    }
    return texts
  }

export const driver = guardDriver({})
