import { writeFileSync } from 'node:fs'
import type { Cell } from './run-cell.ts'
import { scenarios } from './scenarios.ts'

const sign: Record<Cell['result'], string> = { held: '✓', impossible: 'n/a', FAILED: '✗' }

/** Adapters down, scenarios across; below it why a cell cannot be. */
function tableOf(cells: readonly Cell[]): string {
  const adapters = [...new Set(cells.map(({ adapter }) => adapter))]
  const names = scenarios.map(({ name }) => name)
  const row = (first: string, rest: string[]) => `| ${[first, ...rest].join(' | ')} |`
  const body = adapters.map(adapter =>
    row(
      adapter,
      names.map(name => {
        const cell = cells.find(each => each.adapter === adapter && each.scenario === name)
        return cell ? sign[cell.result] : 'not run'
      }),
    ),
  )
  const notes = cells
    .filter(({ result }) => result === 'impossible')
    .map(({ adapter, scenario, why }) => `- ${adapter}, ${scenario}: ${why}`)
  const head = [
    row('', names),
    row(
      '---',
      names.map(() => ':-:'),
    ),
  ]
  return [...head, ...body, '', ...notes].join('\n').trimEnd()
}

/** `npm run conformance` names the file; other runs write none. */
export function writeTable(cells: readonly Cell[]): void {
  const file = process.env.HOLDPOINT_CONFORMANCE_TABLE
  if (file) writeFileSync(file, `${tableOf(cells)}\n`)
}
