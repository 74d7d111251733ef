import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Adapter } from './run-cell.ts'

const folder = path.resolve(import.meta.dirname, '../typescript/conformance')
export const frameworks = path.join(folder, 'frameworks')

/** Drivers, with the package that each needs. */
const drivers: Record<string, [file: string, needs: string | null]> = {
  'TypeScript guard': ['guard', null],
  'TypeScript permit': ['permit', null],
  'Vercel AI SDK': ['ai-sdk', 'ai'],
}

export function nodeAdapters(): Adapter[] {
  return Object.entries(drivers).map(([name, [file, needs]]) => ({
    name,
    command: [process.execPath, path.join(folder, 'agent.ts'), file],
    always: name.endsWith('guard'),
    installed: needs === null || existsSync(path.join(frameworks, 'node_modules', needs)),
  }))
}
