import { setImmediate } from 'node:timers/promises'
import type { Context } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { once } from '#lib/platform/registry.ts'
import type { Status } from '../schemas.ts'

const most = 500

/** What a waiting client must know to decide whether to go on waiting. */
export interface Seen {
  status: Status
  agent: string
}

interface Asked {
  projectId: string
  id: string
  resolve: (seen: Seen | null) => void
  reject: (error: unknown) => void
}

/** Many clients that begin to wait at once share a few statements, so that connections stay free for others. */
class Looks {
  readonly #db: Database
  readonly #queue: Asked[] = []
  #running = false

  constructor(db: Database) {
    this.#db = db
  }

  look(projectId: string, id: string): Promise<Seen | null> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ projectId, id, resolve, reject })
      if (!this.#running) void this.#run()
    })
  }

  /** A look that is requested during a statement goes into the next one, so that it is read after it was requested. */
  async #run(): Promise<void> {
    this.#running = true
    do {
      await setImmediate()
      await this.#read(this.#queue.splice(0, most))
    } while (this.#queue.length > 0)
    this.#running = false
  }

  async #read(asked: readonly Asked[]): Promise<void> {
    try {
      const rows = await this.#db.prisma.approval.findMany({
        where: { projectId: { in: unique(asked, 'projectId') }, id: { in: unique(asked, 'id') } },
        select: { projectId: true, id: true, status: true, agent: true },
      })
      const found = new Map(rows.map(row => [`${row.projectId}/${row.id}`, row]))
      for (const { projectId, id, resolve } of asked) {
        const row = found.get(`${projectId}/${id}`)
        resolve(row ? { status: row.status as Status, agent: row.agent } : null)
      }
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
}

const unique = (asked: readonly Asked[], of: 'projectId' | 'id') => [...new Set(asked.map(one => one[of]))]

const looks = () => once('approvals.looks', () => new WeakMap<Database, Looks>())

/** The state of a request, read together with others that are looked for at the same moment. Null: it does not exist. */
export function lookTogether({ db, projectId }: Pick<Context, 'db' | 'projectId'>, id: string): Promise<Seen | null> {
  const known = looks().get(db) ?? new Looks(db)
  looks().set(db, known)
  return known.look(projectId, id)
}
