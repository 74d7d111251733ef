import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import { archiveAgent, enableAgent, putAgent } from '#lib/domain/agents/index.ts'
import { toolConfig } from '#lib/domain/tools/contract.ts'
import { archiveTool, putTool } from '#lib/domain/tools/index.ts'
import type { Actor } from '#lib/platform/context.ts'
import { testKey, testOperator } from '#lib/platform/testing/database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { claimApproval, decideApproval, getApproval } from '../index.ts'
import { openScene, type Scene } from '../testing/test-support.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.database.drop())

const administrator = { ...testOperator, role: 'admin' } as Actor

let count = 0
const fresh = (word: string) => `${word}_${count++}`
const tool = (slug: string, fields: z.input<NonNullable<typeof toolConfig.put.body>>) => {
  const body = toolConfig.put.body?.parse(fields)
  if (!body) throw new Error('a PUT has a body')
  return putTool(scene.as(testKey), { params: { slug }, body })
}
const agent = (slug: string, fields: z.input<NonNullable<typeof agentConfig.put.body>>) => {
  const body = agentConfig.put.body?.parse(fields)
  if (!body) throw new Error('a PUT has a body')
  return putAgent(scene.as(testKey), { params: { slug }, body })
}
const claim = ({ id, digest }: { id: string; digest: string }) =>
  claimApproval(scene.agent, { params: { id }, body: { digest } })

describe('a registered risk', () => {
  test('holds a call that would otherwise be allowed, whatever risk the agent declares', async () => {
    const name = fresh('resize')
    const ask = (more: object = {}) => scene.ask({ tool: name, environment: 'staging', ...more })
    expect((await ask()).status).toBe('approved')
    await tool(name, { risk: 'high' })
    const held = await ask({ risk: 'normal' })
    expect([held.status, held.risk, held.reasons[0]?.rule]).toEqual(['pending', 'high', 'seed/registered-risk'])
    expect((await ask({ risk: 'critical' })).risk).toBe('critical')
  })

  test('also under another spelling of the name', async () => {
    const name = fresh('resize_pool')
    await tool(name, { risk: 'critical' })
    const spelt = name.toUpperCase().replaceAll('_', '-')
    expect(await scene.ask({ tool: spelt, environment: 'staging' })).toMatchObject({
      status: 'pending',
      risk: 'critical',
    })
  })

  test('is asked for again when what the policy allowed is claimed', async () => {
    const name = fresh('resize')
    const asked = await scene.ask({ tool: name, environment: 'staging' })
    await tool(name, { risk: 'critical' })
    expect(await problemType(claim(asked))).toBe('recheck-denied')
  })

  test('does not take back what a person released', async () => {
    const name = fresh('resize')
    const asked = await scene.ask({ tool: name, risk: 'high' })
    const approved = await scene.approve(asked)
    await tool(name, { risk: 'critical' })
    expect(await problemType(claim(approved))).toBe('ok')
  })

  test('that became critical while the request waited needs a recent password to be released', async () => {
    const name = fresh('resize')
    const asked = await scene.ask({ tool: name, risk: 'high' })
    await tool(name, { risk: 'critical' })
    await scene.database.db.pool.query("update user_session set authenticated_at = now() - interval '1 hour'")
    expect(await problemType(scene.approve(asked))).toBe('reauthentication-required')
    await scene.database.db.pool.query('update user_session set authenticated_at = now()')
    expect(await problemType(scene.approve(asked))).toBe('ok')
  })

  test('holds no longer once the entry is archived', async () => {
    const name = fresh('resize')
    await tool(name, { risk: 'critical' })
    await archiveTool(scene.as(testKey), { params: { slug: name }, query: {} })
    expect((await scene.ask({ tool: name, environment: 'staging' })).status).toBe('approved')
  })
})

describe('known in production', () => {
  test('lets a tool without a rule pass in production, and only under exactly this name', async () => {
    const name = fresh('search_kb')
    const ask = (spelt: string) => scene.ask({ tool: spelt, environment: 'production' })
    expect((await ask(name)).status).toBe('pending')
    await tool(name, { knownInProduction: true })
    expect((await ask(name)).status).toBe('approved')
    expect((await ask(name.toUpperCase())).status).toBe('pending')
  })

  test('does not outweigh a risk, nor what always needs approval', async () => {
    const name = fresh('purge')
    await tool(name, { knownInProduction: true, risk: 'high' })
    expect((await scene.ask({ tool: name })).status).toBe('pending')
    await tool('delete_resource', { knownInProduction: true, risk: 'low' })
    expect(await scene.ask({ tool: 'delete_resource' })).toMatchObject({ status: 'pending', risk: 'critical' })
  })
})

describe('a registered schema', () => {
  const schema = { type: 'object', properties: { nodes: { type: 'integer', maximum: 5 } }, required: ['nodes'] }

  test('arguments that do not fit are invalid, in a request and in an edit, and their path is named', async () => {
    const name = fresh('scale')
    await tool(name, { schema })
    const wrong = { fields: { status: 422, field: 'body.arguments.nodes' } }
    await expect(scene.ask({ tool: name, arguments: {} })).rejects.toMatchObject(wrong)
    await expect(scene.ask({ tool: name, arguments: { nodes: 9 } })).rejects.toMatchObject(wrong)
    const asked = await scene.ask({ tool: name, arguments: { nodes: 2 } })
    const edit = (nodes: number) =>
      decideApproval(scene.operator, {
        params: { id: asked.id },
        body: { kind: 'edit', arguments: { nodes }, expectedRevision: 1 },
      })
    await expect(edit(6)).rejects.toMatchObject(wrong)
    expect(await edit(5)).toMatchObject({ status: 'approved', arguments: { nodes: 5 } })
  })
})

describe('an agent that is switched off', () => {
  test('gets nothing released: no request, no claim, and the attempt is in the audit', async () => {
    const name = fresh('runaway')
    const ask = (more: object = {}) => scene.ask({ agent: name, ...more })
    const [allowed, released] = [
      await ask({ environment: 'staging', tool: 'look' }),
      await scene.approve(await ask({ tool: 'send_notification' })),
    ]
    await agent(name, { enabled: false })
    expect(await problemType(ask())).toBe('agent-disabled')
    expect(await problemType(claim(allowed))).toBe('agent-disabled')
    expect(await problemType(claim(released))).toBe('agent-disabled')
    expect((await scene.audit(released.id)).at(-1)).toMatchObject({ action: 'approval.claimed', outcome: 'denied' })
    await expect(agent(name, { enabled: true })).rejects.toMatchObject({ fields: { status: 403 } })
    await enableAgent(scene.as(administrator), { params: { slug: name }, body: { reason: 'mended' } })
    expect(await problemType(claim(released))).toBe('ok')
  })

  test('is on again when an administrator archives its entry, and other agents never stop', async () => {
    const name = fresh('runaway')
    await agent(name, { enabled: false })
    expect((await scene.ask({ agent: fresh('other') })).status).toBe('pending')
    await archiveAgent(scene.as(administrator), { params: { slug: name }, query: {} })
    expect((await scene.ask({ agent: name })).status).toBe('pending')
  })
})

describe('races', () => {
  /** Runs both at once, many times; PostgreSQL decides the order. */
  const rounds = 24

  test('a claim at the same time as a switch-off: either the claim was first, or nothing is released', async () => {
    for (let round = 0; round < rounds; round++) {
      const name = fresh('racing')
      const asked = await scene.ask({ agent: name, environment: 'staging', tool: 'look' })
      const [claimed] = await Promise.all([problemType(claim(asked)), agent(name, { enabled: false })])
      expect(['ok', 'agent-disabled']).toContain(claimed)
      const { status } = await getApproval(scene.agent, { params: { id: asked.id }, query: {} })
      expect(status).toBe(claimed === 'ok' ? 'claimed' : 'approved')
      expect(await problemType(scene.ask({ agent: name }))).toBe('agent-disabled')
      if (claimed !== 'ok') expect(await problemType(claim(asked))).toBe('agent-disabled')
    }
  })

  test('a request at the same time as a new risk: what the policy still allowed is not released afterwards', async () => {
    for (let round = 0; round < rounds; round++) {
      const name = fresh('racing')
      const [asked] = await Promise.all([
        scene.ask({ tool: name, environment: 'staging' }),
        tool(name, { risk: 'critical' }),
      ])
      expect(['approved', 'pending']).toContain(asked.status)
      expect(await problemType(claim(asked))).toBe(asked.status === 'approved' ? 'recheck-denied' : 'not-approved')
    }
  })

  test('an edit at the same time as a new schema: approved arguments fit the schema that was registered at the decision', async () => {
    for (let round = 0; round < rounds; round++) {
      const name = fresh('racing')
      const asked = await scene.ask({ tool: name, arguments: { nodes: 1 } })
      const edit = decideApproval(scene.operator, {
        params: { id: asked.id },
        body: { kind: 'edit', arguments: { nodes: 9 }, expectedRevision: 1 },
      })
      const [edited] = await Promise.all([
        problemType(edit),
        tool(name, { schema: { properties: { nodes: { maximum: 5 } } } }),
      ])
      const now = await getApproval(scene.agent, { params: { id: asked.id }, query: {} })
      if (edited === 'ok') expect(now).toMatchObject({ status: 'approved', arguments: { nodes: 9 } })
      else expect([edited, now.status, now.revision]).toEqual(['invalid', 'pending', 1])
    }
  })
})
