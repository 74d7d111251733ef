import { digestOf, type JsonObject } from './canonical.ts'
import type { ProcessMark } from './process.ts'

/** Something to tell Holdpoint, or an action that began. Its name is the idempotency key of the report. */
export interface Entry {
  name: string
  at: number
  path?: string
  body?: JsonObject
  executing?: JsonObject
  /** Told only when this process has ended without saying better. */
  while?: ProcessMark
  /** The final error of Holdpoint: kept for a person to read. */
  refused?: string
}

/** Where entries are kept before they are sent. */
export interface Journal {
  write(entry: Entry): Promise<void>
  remove(name: string): Promise<void>
  entries(): Promise<Entry[]>
}

/** Survives nothing: for browsers and edge runtimes, which have no disk. */
export function memoryJournal(): Journal {
  const entries = new Map<string, Entry>()
  return {
    async write(entry) {
      entries.set(entry.name, entry)
    },
    async remove(name) {
      entries.delete(name)
    },
    async entries() {
      return [...entries.values()]
    },
  }
}

/**
 * Where in a folder the reports to one Holdpoint are: they never go to another. The Python client may share the folder,
 * and its files are not ours to tell: some wait until the process that wrote them has ended.
 */
const folderFor = async (root: string, url: string) =>
  `${root}/typescript-${(await digestOf(url)).replace('sha256:', '').slice(0, 12)}`

const files = () => import('node:fs/promises')

/** The whole text is in the file or none of it, also after a power cut. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const { mkdir, open, rename } = await files()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const to = `${folder}/${name}`
  const part = `${to}.${crypto.randomUUID()}.part`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, to)
  // The new name as well: without it a power cut may lose the file. Some file systems cannot.
  const names = await open(folder, 'r').catch(() => null)
  await names?.sync().catch(() => undefined)
  await names?.close()
}

/** Where a program on a machine keeps its journal if it names no folder; null where there is no machine to speak of. */
export function homeJournal(set: Record<string, string | undefined>): string | null {
  const home = set.HOME || set.USERPROFILE
  const onMachine = typeof process !== 'undefined' && typeof process.versions?.node === 'string'
  return onMachine && home ? `${home}/.holdpoint/journal` : null
}

/** A text that is there again after a restart. */
export interface Kept {
  read(): Promise<string | null>
  write(text: string): Promise<void>
}

/** A file beside the entries of a journal; its name must not end as theirs do. */
const keptFile = (where: Promise<string>, name: string): Kept => ({
  read: async () => (await files()).readFile(`${await where}/${name}`, 'utf8').catch(() => null),
  write: async text => writeWhole(await where, name, text),
})

/** One file for each entry: any process may tell it later, and its name makes sure that it counts once. */
export function fileJournal(where: string | Promise<string>): Journal {
  const fileOf = (name: string) => `${name.replace(/[^\w-]/g, '_')}.json`
  return {
    async write(entry) {
      await writeWhole(await where, fileOf(entry.name), JSON.stringify(entry))
    },
    async remove(name) {
      const { rm } = await files()
      await rm(`${await where}/${fileOf(name)}`, { force: true })
    },
    async entries() {
      const { readdir, readFile } = await files()
      const folder = await where
      const names = await readdir(folder).catch(() => [])
      const read = names
        .filter(name => name.endsWith('.json'))
        .map(name => readFile(`${folder}/${name}`, 'utf8').then(text => JSON.parse(text) as Entry))
      // What cannot be read was told by another process meanwhile.
      const settled = await Promise.allSettled(read)
      return settled.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
    },
  }
}

interface Outliving {
  entries: Journal
  allocations: Kept | null
  prompts: Kept | null
}

/** What outlives a client that talks to this Holdpoint. A journal of one's own has no place for allocations and prompts. */
export function keptIn(journal: string | Journal, url: string): Outliving {
  if (typeof journal !== 'string') return { entries: journal, allocations: null, prompts: null }
  const folder = folderFor(journal, url)
  return {
    entries: fileJournal(folder),
    allocations: keptFile(folder, 'allocations.kept'),
    prompts: keptFile(folder, 'prompts.kept'),
  }
}
