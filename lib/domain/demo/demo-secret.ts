import { secrets } from '#lib/platform/auth/secrets.ts'

/**
 * The fleet's key: derived from the instance's secret, so that each server of the instance knows it and none of them
 * keeps it. It opens the demo project and nothing else.
 */
export const demoSecret = (projectId: string): string =>
  `hp_${secrets().derive(`demo fleet ${projectId}`).toString('base64url')}`
