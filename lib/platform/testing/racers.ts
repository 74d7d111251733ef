import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of its own on the database of a suite: it gets orders as messages, and answers each with one. */
export async function startRacer(file: URL, databaseUrl: string): Promise<ChildProcess> {
  const racer = fork(file, [databaseUrl], { execArgv: [] })
  await once(racer, 'message')
  return racer
}

/** Sends an order and waits for its answer. */
export async function order<T>(racer: ChildProcess, what: unknown): Promise<T> {
  const answered = once(racer, 'message')
  racer.send(what as object)
  return (await answered)[0] as T
}

/** Gives the same kind of order to all of them at once. */
export const orderAll = <T>(racers: readonly ChildProcess[], what: (i: number) => unknown): Promise<T[]> =>
  Promise.all(racers.map((racer, i) => order<T>(racer, what(i))))
