const figure = value => (value === null ? '–' : value.toFixed(3))
const signed = value => (value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`)
/** What an agent or a file named stays text: nothing of it is read as markup. */
const plain = text => text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ')
const nameOf = ({ release, commit, id }) => plain(release ?? commit?.slice(0, 9) ?? id)

/** Runs side by side for a pull request, what got worst first. */
export function comparison({ suite, runs, items, worse, better }) {
  const rows = items.map(({ scenario, runs: cells, delta }) => [
    plain(scenario),
    ...cells.map(({ score }) => figure(score)),
    signed(delta),
  ])
  const average = ['**average**', ...runs.map(run => figure(run.average)), signed(change(runs))]
  const head = ['', ...runs.map(nameOf), 'change']
  const line = cells => `| ${cells.join(' | ')} |`
  return [
    `### ${plain(suite)}: ${worse} worse, ${better} better`,
    '',
    line(head),
    `|---|${runs.map(() => '---:|').join('')}---:|`,
    ...[average, ...rows].map(line),
    '',
  ].join('\n')
}

/** From the first run to the last. */
function change(runs) {
  const [first, last] = [runs[0].average, runs[runs.length - 1].average]
  return first === null || last === null ? null : last - first
}
