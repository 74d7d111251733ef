import { init, mira } from '#e2e/support/holdpoint.ts'
import { signInByHttp } from '#e2e/support/person.ts'
import { startHoldpoint } from '#e2e/support/server.ts'

const hp = await startHoldpoint(init)
try {
  const admin = await signInByHttp(hp.url, mira.email, mira.password)
  const t = Date.now()
  console.log((await admin('POST', '/api/v1/demo')).status)
  let last = ''
  for (;;) {
    const demo = await (await admin('GET', '/api/v1/demo')).json()
    const line = JSON.stringify(demo)
    if (line !== last) console.log(((Date.now() - t) / 1000).toFixed(1), demo.state, demo.filledDays, demo.failure)
    last = line
    if (demo.state === 'live' || Date.now() - t > 200_000) break
    await new Promise(r => setTimeout(r, 1000))
  }
  await new Promise(r => setTimeout(r, 15_000))
  const inDemo = await signInByHttp(hp.url, mira.email, mira.password, 'demo')
  const q = async (body: object) =>
    (
      await inDemo('POST', '/api/v1/metrics/query', {
        from: new Date(Date.now() - 32 * 86400_000).toISOString(),
        to: new Date().toISOString(),
        ...body,
      })
    ).json()
  console.log(
    JSON.stringify(
      (await q({ measures: ['spans', 'requests', 'errorRate', 'cost', 'costPerRequest'], by: ['agent', 'framework'] }))
        .rows,
      null,
      0,
    ),
  )
  console.log(
    JSON.stringify(
      (await q({ measures: ['requests', 'costPerRequest', 'errorRate'], by: ['agent', 'release'] })).rows,
      null,
      0,
    ),
  )
  console.log(JSON.stringify((await q({ measures: ['spans', 'cost', 'unpriced'], by: ['model'] })).rows, null, 0))
  console.log(JSON.stringify((await q({ measures: ['traces'] })).rows ?? (await q({ measures: ['traces'] })), null, 0))
  console.log(await (await inDemo('GET', '/api/v1/approvals?status=all')).text().then(x => x.slice(0, 600)))
  console.log((await admin('DELETE', '/api/v1/demo')).status)
} catch (e) {
  console.log(e)
} finally {
  console.log(hp.output().split('\n').slice(-15).join('\n'))
  await hp.stop()
}
