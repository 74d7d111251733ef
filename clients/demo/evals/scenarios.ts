/** An incident as somebody wrote it down: what is asked, and what a good answer names. */
export interface Incident {
  id: string
  input: string
  findings: readonly [string, string, string]
  tag: string
  /** What the release that is worse says instead of the last two findings. */
  instead: string
}

const row = (id: string, tag: string, input: string, findings: Incident['findings'], instead: string): Incident => ({
  ...{ id, tag, input, findings, instead },
})

export const incidents: readonly Incident[] = [
  row(
    'pod-crash-loop',
    'kubernetes',
    'The payments pods restart every two minutes since the deployment.',
    ['the deployment mounts a secret that was renamed', 'the fix is to mount payments-tls-2', 'roll one pod first'],
    'The liveness probe fails. Restart the deployment.',
  ),
  row(
    'dns-flap',
    'network',
    'One call in twenty from checkout fails with "no such host".',
    [
      'one of the three resolvers answers slowly',
      'the search domains multiply the lookups',
      'take the resolver out of the list',
    ],
    'The application leaks connections. Restart checkout.',
  ),
  row(
    'disk-full-node-3',
    'storage',
    'node-3 reports no space left on device.',
    [
      'log rotation is off on node-3',
      'the write-ahead log must not be deleted',
      'rotate the logs and then raise the alert at 80 percent',
    ],
    'Delete the oldest files under /var/lib.',
  ),
  row(
    'high-latency-payment',
    'performance',
    'p95 of payments rose from 200 ms to 2 s with release v2.3.1.',
    ['release v2.3.1 opens a connection for each request', 'the pool was replaced by mistake', 'roll back to v2.3.0'],
    'The database is too small. Buy a larger one.',
  ),
  row(
    'cert-expired',
    'security',
    'Partners cannot reach the webhook host since midnight.',
    [
      'the certificate of hooks.example.com has expired',
      'the renewal job lacks the permission for the zone',
      'renew by hand and mend the permission',
    ],
    'The firewall drops the partners. Open the port.',
  ),
  row(
    'queue-backlog',
    'messaging',
    'The order queue holds 400,000 messages and grows.',
    ['the consumer stops at a poison message', 'the producer is healthy', 'move the message to the dead letter queue'],
    'The producer sends too much. Throttle it.',
  ),
  row(
    'false-alarm',
    'alerting',
    'The alert "no orders" fired at four in the morning.',
    ['no orders is normal at four in the morning', 'nothing has to be done', 'the alert needs the time of day'],
    'Restart the shop to be safe.',
  ),
  row(
    'replica-lag',
    'database',
    'Reports show yesterday although orders come in.',
    [
      'one replica lags behind by eight hours',
      'a long query of the reports holds it up',
      'end the query and set a limit',
    ],
    'The replica is broken. Delete it.',
  ),
  row(
    'memory-leak',
    'performance',
    'search is killed for memory about every six hours.',
    ['the cache of queries has no limit', 'it began with the release of Tuesday', 'set a limit of 10,000 entries'],
    'Give the pods twice the memory.',
  ),
  row(
    'clock-skew',
    'network',
    'Tokens are refused as not yet valid on two hosts.',
    [
      'the clocks of two hosts are ahead by 40 seconds',
      'the time service was blocked by the new firewall rule',
      'allow port 123 and step the clocks',
    ],
    'The signing key is wrong. Rotate it.',
  ),
  row(
    'rate-limited',
    'provider',
    'The model provider answers 429 since ten o clock.',
    [
      'the batch job uses the key of production',
      'retries without backoff make it worse',
      'give the batch job a key of its own',
    ],
    'Ask the provider for a higher limit.',
  ),
  row(
    'feature-flag',
    'release',
    'A tenth of the customers see an empty basket.',
    ['the flag new-basket is on for a tenth', 'those baskets lack the currency', 'switch the flag off'],
    'Roll back the last release.',
  ),
  row(
    'bad-migration',
    'database',
    'Writes to invoices time out since the deployment.',
    [
      'the migration holds a lock on invoices',
      'it waits behind a report that is open',
      'cancel the migration and set a lock timeout',
    ],
    'Restart the database.',
  ),
  row(
    'dead-dependency',
    'provider',
    'Address checks fail for all customers.',
    [
      'the address service has been switched off by its maker',
      'checkout does not need it to go on',
      'open the breaker and take addresses as they are',
    ],
    'Retry until it answers.',
  ),
  row(
    'thundering-herd',
    'performance',
    'Every hour on the hour the gateway answers 503 for a minute.',
    ['all clients renew their tokens on the hour', 'the gateway itself is healthy', 'spread the renewal by chance'],
    'Add two gateways.',
  ),
  row(
    'wrong-region',
    'network',
    'Customers in Asia wait three seconds since Friday.',
    ['the DNS record sends Asia to Frankfurt', 'the change of Friday named the wrong region', 'set the record back'],
    'The service in Asia is slow. Restart it.',
  ),
  row(
    'secret-in-log',
    'security',
    'A scanner found an API key in the logs of billing.',
    ['billing logs the header authorization', 'the key must be revoked first', 'then the logs must be cleaned'],
    'Delete the log lines.',
  ),
  row(
    'cron-twice',
    'scheduling',
    'Invoices were sent twice last night.',
    ['two schedulers ran since the failover', 'the job takes no lock', 'stop one and take a lock by the date'],
    'Apologise to the customers.',
  ),
  row(
    'slow-cold-start',
    'serverless',
    'The first request after lunch takes nine seconds.',
    [
      'the function loads the whole price list at its start',
      'nothing is wrong with the network',
      'load the list on first use',
    ],
    'Keep ten instances warm.',
  ),
  row(
    'bot-traffic',
    'security',
    'Sign-ins doubled and most of them fail.',
    [
      'somebody tries stolen passwords from 300 addresses',
      'no account was taken over so far',
      'ask for a captcha after three failures',
    ],
    'The sign-in service is overloaded. Scale it.',
  ),
  row(
    'index-missing',
    'database',
    'Search by customer number takes twelve seconds.',
    ['the index on customer_number is missing in production', 'staging has it', 'create the index concurrently'],
    'Cache the search.',
  ),
  row(
    'bad-config',
    'release',
    'All feature tests fail since the new environment came up.',
    [
      'the environment points to the old identity provider',
      'the tests themselves are right',
      'set the issuer of the new provider',
    ],
    'Rewrite the tests.',
  ),
  row(
    'noisy-neighbour',
    'kubernetes',
    'Inventory is slow at random times of the day.',
    [
      'a batch job on the same node takes all processors',
      'inventory has no request for processors',
      'set requests and limits for both',
    ],
    'Move inventory to a larger node.',
  ),
  row(
    'silent-failure',
    'alerting',
    'Nobody was told that the backup failed for nine days.',
    [
      'the backup job ends with exit code 0 after a failure',
      'the alert looks at the exit code',
      'alert on the age of the last backup',
    ],
    'Run the backup again.',
  ),
]
