// Receives deploy.requested, checks its signature, and applies the manifest of the stage. Needs Node 20 and kubectl.
// WEBHOOK_SECRET is the secret of the channel (whsec_…); IMAGE the image without its tag.
import { execFile } from 'node:child_process'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'

const { WEBHOOK_SECRET = '', IMAGE = 'registry.example.com/triage', PORT = '8080', KUBECTL = 'kubectl' } = process.env
const key = Buffer.from(WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64')
const oldestSeconds = 300
/** Applying a manifest twice is harmless; remembering what was done spares the work. */
const done = new Set()

function signed(headers, body) {
  const [id, at, given = ''] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => headers[name])
  if (!id || !(Math.abs(Date.now() / 1000 - Number(at)) < oldestSeconds)) return false
  const wanted = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest()
  return given.split(' ').some(one => {
    const [version, text = ''] = one.split(',')
    const own = Buffer.from(text, 'base64')
    return version === 'v1' && own.length === wanted.length && timingSafeEqual(own, wanted)
  })
}

async function apply({ stage, release, commit }) {
  const template = await readFile(new URL(`${stage}.yaml`, import.meta.url), 'utf8')
  const manifest = template.replaceAll('$IMAGE', `${IMAGE}:${commit}`).replaceAll('$RELEASE', release)
  await new Promise((resolve, reject) => {
    const child = execFile(KUBECTL, ['apply', '-f', '-'], error => (error ? reject(error) : resolve()))
    child.stdin.end(manifest)
  })
}

createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  if (key.length === 0 || !signed(request.headers, body)) return void response.writeHead(401).end()
  const { type, data } = JSON.parse(body)
  const id = request.headers['webhook-id']
  const known = /^[\w.:-]+$/
  try {
    if (type === 'deploy.requested' && !done.has(id)) {
      const { stage, release, commit } = data.deploy
      if (!['shadow', 'production'].includes(stage) || !known.test(release) || !known.test(commit))
        return void response.writeHead(400).end()
      await apply({ stage, release, commit })
      done.add(id)
    }
    response.writeHead(204).end()
  } catch (error) {
    // Holdpoint sends it again.
    console.error(error)
    response.writeHead(503).end()
  }
}).listen(Number(PORT))
