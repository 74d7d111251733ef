import { guardDriver } from './guard.ts'

export const driver = guardDriver({ ask: 'permit' })
