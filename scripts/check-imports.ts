import { findCycle, lengthLimits, serverCodeInBrowsers, unusedExports, whyForbidden } from './import-rules.ts'
import { rawSqlProblems } from './raw-sql.ts'
import { readSources } from './source-modules.ts'
import { root } from './steps.ts'

const sources = readSources(root)
const edges = sources.flatMap(source => source.edges)
const problems = edges.flatMap(edge => {
  const reason = whyForbidden(edge)
  return reason ? [`${edge.from} → ${edge.to}: ${reason}`] : []
})
const cycle = findCycle(edges)
if (cycle) problems.push(`cycle: ${cycle.join(' → ')}`)
for (const trail of serverCodeInBrowsers(sources)) problems.push(`server code in a browser: ${trail.join(' → ')}`)
problems.push(...rawSqlProblems(sources))
for (const one of unusedExports(sources)) problems.push(`${one} is exported and used nowhere`)
for (const { file, lines } of sources) {
  const [warn, fail] = lengthLimits(file)
  if (lines > fail) problems.push(`${file}: ${lines} lines, at most ${fail}`)
  else if (lines > warn) console.log(`warning: ${file} has ${lines} lines; split it before ${fail}`)
}
for (const problem of problems) console.log(problem)
console.log(`${sources.length} files, ${edges.length} imports, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
