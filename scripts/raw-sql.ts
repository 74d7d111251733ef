import type { Source } from './source-modules.ts'

/** Which files of lib may write SQL themselves, and why Prisma's client does not say it. Everything else goes through the client. */
export const mayWriteSql: readonly (readonly [files: RegExp, why: string])[] = [
  [/^lib\/platform\/db\//, 'opens the database; the pool, transactions and the client are made here'],
  [/^lib\/platform\/(migrations|postgres)\//, 'runs before there is a schema'],
  [/^lib\/platform\/(context|now)\.ts$/, "asks the database's clock"],
  [/^lib\/platform\/audit\/write\.ts$/, 'locks the head of the chain and counts it up in one statement'],
  [/^lib\/platform\/audit\/verify\.ts$/, 'reads the rows as they lie, to the microsecond'],
  [/^lib\/platform\/auth\/(sessions|api-keys)\.ts$/, 'named statements on the way of every request'],
  [/^lib\/platform\/events\//, 'NOTIFY, LISTEN, transaction ids, and deletes of whole ranges'],
  [/^lib\/platform\/jobs\//, "pg-boss brings statements of its own, and work is claimed by Postgres's own locks"],
  [/^lib\/platform\/config\/lock\.ts$/, 'a row lock'],
  [/^lib\/http\/idempotency\.ts$/, 'one statement takes a key or tells who has it'],
  [/^lib\/http\/(readiness|process-gauges)\.ts$/, 'asks after the migrations and counts connections'],
  [/^lib\/platform\/state-machine\//, 'rows that are locked in one order and changed by one statement'],
  [
    /^lib\/domain\/(channels\/enqueue|on-call\/(page-rows|page-on-call|end-page|escalate))\.ts$/,
    'within the transactions of permits; a partial index, and a conflict with one',
  ],
  [
    /^lib\/domain\/alerts\/(read-signal|read-budget-use|instances|evaluate-alerts|list-instances|list-silences|list-standings)\.ts$/,
    'groups by whatever a rule names; all groups of a rule in one statement; the clock',
  ],
  [
    /^lib\/domain\/rollouts\/(read-arms|read-prompt-arms|read-evidence|reconcile)\.ts$/,
    'all phases of all rollouts in one statement; a partial index',
  ],
  [/^lib\/domain\/shadow\/(read-sums|evidence)\.ts$/, 'sums over JSON, squares and the spread of a column'],
  [/^lib\/domain\/pipelines\/settle-approvals\.ts$/, 'one statement over all projects, served by a partial index'],
  [/^lib\/domain\/guardrails\/read-rates\.ts$/, "asks the database's clock"],
  [/^lib\/domain\/channels\/deliver\.ts$/, 'finds projects with something due in a partial index'],
  [/^lib\/domain\/access\/members\/lock-members\.ts$/, 'a row lock'],
  [/^lib\/domain\/access\/passwords\/throttle\.ts$/, 'counts up in the database, in one statement'],
  [/^lib\/platform\/config\/seen\.ts$/, 'skips from name to name along an index of the rollups'],
  [
    /^lib\/domain\/approvals\/waiting\/(expire|recheck-waiting|escalate)\.ts$/,
    'one statement over all projects, served by two partial indexes',
  ],
  [/^lib\/domain\/approvals\/item-arguments\.ts$/, 'the beginning of a text'],
  [/^lib\/domain\/approvals\/lock\.ts$/, 'a row lock'],
  [
    /^lib\/domain\/breakers\/(list-breakers|get-history|needs)\.ts$/,
    'the states of a page, by the reader of the state machines',
  ],
  [
    /^lib\/domain\/incidents\/open-incident\.ts$/,
    'in the transactions of permits and traces, which have no client of Prisma',
  ],
  [/^lib\/domain\/slos\//, 'counts rollups of many service levels at once; states under their locks'],
  [/^lib\/domain\/audit\/verify-audit\.ts$/, 'a transaction that reads one snapshot'],
  [
    /^lib\/domain\/costs\/(list-dearest|read-forecast)\.ts$/,
    'partitions, lateral reads of one span a trace; the clock',
  ],
  [/^lib\/domain\/costs\/record-costs\.ts$/, 'a set of rows at once, with their rollup, under advisory locks'],
  [
    /^lib\/domain\/prices\/(price-book|read-history)\.ts$/,
    'one statement on the way of every request of spans; the clock',
  ],
  [/^lib\/domain\/demo\/run-fleet\.ts$/, 'one statement over all projects'],
  [/^lib\/domain\/metrics\//, 'sums, groups and percentiles over rollups'],
  [/^lib\/domain\/changes\/list-changes\.ts$/, 'sums and percentiles over rollups, by bucket'],
  [/^lib\/domain\/releases\/list-seen-releases\.ts$/, 'goes along an index from release to release'],
  [/^lib\/domain\/agents\/(switches|switch-lock)\.ts$/, 'read within the transactions of permits; an advisory lock'],
  [/^lib\/domain\/permits\//, 'batches: rows locked in one order and written at once'],
  [/^lib\/domain\/runbooks\/(seed-runbooks|settle-steps)\.ts$/, 'one statement over all projects'],
  [/^lib\/domain\/projects\/empty-projects\.ts$/, 'deletes from every table of the catalogue, in batches'],
  [
    /^lib\/domain\/traces\/(store|runs|recompute|marks|verify)\//,
    'sets of rows at once, with their rollups, under advisory locks',
  ],
  [/^lib\/domain\/traces\/(ingest|ingest-logs|store-scores)\.ts$/, 'sets of rows at once, with their rollups'],
  [
    /^lib\/domain\/traces\/(list-traces|list-spans|get-trace)\.ts$/,
    'looks at a window of rows; partitions, JSON, sizes',
  ],
  [/^lib\/domain\/traces\/find\//, 'goes from day to day through an index, and looks traces up one by one'],
  [
    /^lib\/domain\/review\/(fill-queue|next-review|finish-review)\.ts$/,
    'sets of traces at once, and rows that nobody else holds',
  ],
  [
    /^lib\/domain\/rag\/(watch-retrievals|list-checks)\.ts$/,
    'retriever spans through a partial index; one statement over all projects, or over all pipelines',
  ],
  [
    /^lib\/domain\/prompts\/(requests|usage|usage-latency|usage-quality|settle-moves)\.ts$/,
    'sums over rollups; one statement over all projects',
  ],
  [/^lib\/domain\/evals\/(store-results|judge|read-trends)\.ts$/, 'writes and reads the scores of a whole run at once'],
  [
    /^lib\/domain\/evals\/(order-cases|suite-version)\.ts$/,
    'a page of thousands of scenarios, in the order of what got worse',
  ],
  [/^lib\/domain\/evals\/list-suites\.ts$/, 'reads of suites what a list shows, and not their thousands of scenarios'],
  [
    /^lib\/domain\/policies\/(run-labels|uses)\.ts$/,
    'read and written for a whole batch of permits, in its transaction',
  ],
  [
    /^lib\/domain\/approvals\/back-test\.ts$/,
    'hands the pool to the statement of policies, which reads for a whole batch',
  ],
  [/^lib\/domain\/permits\/asking-agents\.ts$/, 'tells agents apart by a part of a key'],
  [/^lib\/domain\/evals\/proposals\/propose-traces\.ts$/, 'sets of traces at once'],
  [
    /^lib\/domain\/judges\/(add-tasks|work-tasks|read-pairs|judge-budget|report-judge)\.ts$/,
    "sets of scores at once, two figures at the same moment, and the database's clock",
  ],
  [/^lib\/domain\/scoring-rules\/(pick-traces|score-traces)\.ts$/, 'sets of traces at once, with their rollups'],
  [/^lib\/domain\/traces\/partitions\.ts$/, 'makes and drops partitions'],
  [/^lib\/domain\/traces\/langfuse\/(ingest|object-rows|prune|seed)\.ts$/, 'sets of rows at once, under locks'],
]

const writesSql =
  /\.query(<[^()]*(\([^()]*\)[^()]*)*>)?\(|\bpoolSql\b|\bsqlTransaction\b|\.pool\b|\$(query|execute)Raw(Unsafe)?\b/

const ofLib = (file: string) => /^lib\//.test(file) && !/\.test\.ts$|\/testing\/|\/test-[\w-]+\.ts$/.test(file)

/** Files of lib that write SQL without leave, and leaves that no file uses any more. */
export function rawSqlProblems(
  sources: readonly Pick<Source, 'file' | 'code'>[],
  allowed: typeof mayWriteSql = mayWriteSql,
): string[] {
  const writers = sources.filter(({ file, code }) => ofLib(file) && writesSql.test(code)).map(({ file }) => file)
  return [
    ...writers
      .filter(file => !allowed.some(([files]) => files.test(file)))
      .map(file => `${file} writes SQL: use Prisma's client, or say why not in scripts/raw-sql.ts`),
    ...allowed
      .filter(([files]) => !writers.some(file => files.test(file)))
      .map(([files]) => `scripts/raw-sql.ts allows ${files}, which writes none`),
  ]
}
