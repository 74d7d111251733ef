import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { generate, root } from './steps.ts'

const name = process.argv[2] ?? ''
const file = path.join(root, 'bench', `${name}.ts`)
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
  console.error('Name a benchmark of bench/, for example: npm run bench -- ingest')
  process.exit(1)
}
await generate(console.log)
await import(pathToFileURL(file).href)
