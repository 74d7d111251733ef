import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const root = path.resolve(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(path.join(root, 'examples/pipeline', file), 'utf8')

test('the manifests of both stages name the release and the image', () => {
  for (const stage of ['shadow', 'production']) {
    const { metadata, spec } = parse(read(`${stage}.yaml`))
    const [container] = spec.template.spec.containers
    expect([metadata.name, container.image]).toEqual([`triage-${stage}`, '$IMAGE'])
    expect(container.env).toContainEqual({ name: 'HOLDPOINT_RELEASE', value: '$RELEASE' })
  }
})

test('the deployer applies only signed requests, and each only once', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-deployer-'))
  const applied = path.join(folder, 'applied.yaml')
  writeFileSync(path.join(folder, 'kubectl'), `#!/bin/sh\ncat >> ${applied}\n`)
  chmodSync(path.join(folder, 'kubectl'), 0o755)
  const free = createServer().listen(0)
  await once(free, 'listening')
  const port = String((free.address() as { port: number }).port)
  free.close()
  const key = Buffer.from('a secret of the channel')
  const env = { ...process.env, PORT: port, KUBECTL: path.join(folder, 'kubectl') }
  const secret = { WEBHOOK_SECRET: `whsec_${key.toString('base64')}`, IMAGE: 'registry/triage' }
  const child = spawn(process.execPath, [path.join(root, 'examples/pipeline/deployer.mjs')], {
    env: { ...env, ...secret },
  })
  try {
    const send = async (deploy: object, of: { id: string; by?: Buffer; at?: number }) => {
      const body = JSON.stringify({ type: 'deploy.requested', data: { deploy } })
      const at = String(of.at ?? Math.floor(Date.now() / 1000))
      const signature = createHmac('sha256', of.by ?? key)
        .update(`${of.id}.${at}.${body}`)
        .digest('base64')
      const headers = { 'webhook-id': of.id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` }
      return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body })).status
    }
    const deploy = { stage: 'production', release: 'triage-2', commit: '4f1c2ab' }
    await expect
      .poll(() => send(deploy, { id: 'forged', by: Buffer.from('x') }).catch(() => 0), { timeout: 8_000 })
      .toBe(401)
    expect(await send(deploy, { id: 'old', at: 1 })).toBe(401)
    expect(await send({ ...deploy, release: 'x"\n---' }, { id: 'odd' })).toBe(400)
    expect([await send(deploy, { id: 'one' }), await send(deploy, { id: 'one' })]).toEqual([204, 204])
    const text = readFileSync(applied, 'utf8')
    expect(text.match(/image: registry\/triage:4f1c2ab/g)).toHaveLength(1)
    expect(text).toContain('"triage-2"')
  } finally {
    child.kill()
    await once(child, 'exit')
  }
})
