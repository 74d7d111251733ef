import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { generate, root, run, signalTools } from './steps.ts'

const help = `npm run soak -- [words] [--runs 2000] [--piece 200] [--seed 1234] [--path 0:1:2] [--test "name"]

Runs the long forms of properties, races and kill loops: those of the files whose path holds one of the words, or all.
  --runs   how often each property runs, in pieces with a seed of their own
  --piece  runs of one piece
  --seed   seed of the first piece; the following pieces count up from it. A new one each time, unless given
  --path   replays one failure, with its --seed
  --test   only tests whose name matches`

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '2000' },
    piece: { type: 'string', default: '200' },
    seed: { type: 'string' },
    path: { type: 'string' },
    test: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(help)
  process.exit(0)
}

/** Test files with a long form: those that import `testing/soak.ts`. */
function filesWithLongForm(): string[] {
  return ['lib', 'components', 'prisma', 'scripts']
    .flatMap(folder =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map(file => path.join(folder, file)),
    )
    .filter(file => file.endsWith('.test.ts') && /testing\/soak\.ts'/.test(readFileSync(path.join(root, file), 'utf8')))
    .filter(file => words.length === 0 || words.some(word => file.includes(word)))
    .sort()
}

interface Piece {
  file: string
  runs: number
  seed: number
}

async function runPiece({ file, runs, seed }: Piece): Promise<boolean> {
  const env = {
    NODE_ENV: 'test',
    HOLDPOINT_SOAK_RUNS: String(runs),
    HOLDPOINT_SOAK_SEED: String(seed),
    ...(values.path !== undefined && { HOLDPOINT_SOAK_PATH: values.path }),
  }
  const only = values.test === undefined ? [] : ['--testNamePattern', values.test]
  const began = Date.now()
  const { code, output } = await run('vitest', ['run', file, '--testTimeout=3600000', ...only], { env })
  const seconds = ((Date.now() - began) / 1000).toFixed(0)
  const outcome = code === 0 ? 'ok' : 'FAILED'
  console.log(`${file}: ${runs} runs from seed ${seed}: ${outcome} in ${seconds} s`)
  if (code === 0) return true
  console.log(output)
  console.log(`Again: npm run soak -- ${file} --seed ${seed} --runs ${runs}, and with --path the failure alone`)
  return false
}

const runs = values.path === undefined ? Number(values.runs) : 1
const piece = Math.min(Number(values.piece), runs)
const firstSeed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000_000) : Number(values.seed)
const files = filesWithLongForm()
if (files.length === 0 || !(runs > 0) || !(piece > 0) || !Number.isInteger(firstSeed)) {
  console.error(files.length === 0 ? 'No file with a long form has such a path.' : help)
  process.exit(1)
}
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(event, () => {
    signalTools('SIGINT')
    process.exit(130)
  })
}
await generate(console.log)
let failed = 0
for (const file of files) {
  for (let done = 0; done < runs; done += piece) {
    const ok = await runPiece({ file, runs: Math.min(piece, runs - done), seed: firstSeed + done / piece })
    if (!ok) failed++
  }
}
console.log(failed === 0 ? 'All pieces passed.' : `${failed} pieces failed.`)
process.exit(failed === 0 ? 0 : 1)
