import { expect, test } from 'vitest'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { createLangfusePrompt, listLangfusePrompts } from './index.ts'
import { langfuseCreateBody, langfuseListQuery } from './langfuse/schemas.ts'

const database = givenDatabase()

test('prompts are listed with all versions and the settings of the newest; invalid input is named', async () => {
  const ctx = freshProject(database.db)
  const create = (body: object) => createLangfusePrompt(ctx, { body: langfuseCreateBody.parse(body) })
  await create({ name: 'a', prompt: 'One', config: { model: 'small' }, labels: ['production'] })
  await create({ name: 'a', prompt: 'Two', config: { model: 'large' }, tags: ['new'] })
  await create({ name: 'b', type: 'chat', prompt: [{ role: 'system', content: 'Be brief' }] })
  const all = { query: langfuseListQuery.parse({}) }
  expect(await listLangfusePrompts(ctx, all)).toMatchObject({
    data: [
      { name: 'a', type: 'text', versions: [1, 2], tags: ['new'], lastConfig: { model: 'large' } },
      { name: 'b', type: 'chat', versions: [1], labels: ['latest'] },
    ],
    meta: { totalItems: 2 },
  })
  expect((await listLangfusePrompts(freshProject(database.db), all)).data).toEqual([])
  const spaced = create({ name: 'c', type: 'chat', prompt: [{ type: 'placeholder', name: 'the history' }] })
  await expect(spaced).rejects.toMatchObject({ fields: { status: 422, field: 'body.messages.0.placeholder' } })
})
