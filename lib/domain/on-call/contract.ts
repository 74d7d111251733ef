import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { onCallFields, pageItem, pagePage, pageQuery } from './schemas.ts'

export const onCallConfig = configContracts({
  name: 'on-call',
  plural: 'on-call',
  fields: onCallFields,
  read: 'project.read',
  write: 'on-call.manage',
  example: { steps: [{ channels: ['pager'] }, { channels: ['team-lead'], afterMinutes: 15 }] },
})

export const listPagesContract = defineContract({
  id: 'on-call.pages',
  method: 'GET',
  path: '/api/v1/pages',
  summary: 'Pages sent to people on call, newest first',
  permission: 'project.read',
  audit: null,
  query: pageQuery,
  response: pagePage,
})

export const acknowledgePageContract = defineContract({
  id: 'on-call.acknowledge',
  method: 'POST',
  path: '/api/v1/pages/{id}/acknowledge',
  summary: 'Acknowledge it: nobody else is notified',
  permission: 'on-call.acknowledge',
  audit: 'page.acknowledged',
  params: z.strictObject({ id: z.string().min(1).max(200) }),
  response: pageItem,
  problems: ['not-open'],
})
