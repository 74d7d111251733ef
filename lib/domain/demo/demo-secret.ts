import { secrets } from '#lib/platform/auth/secrets.ts'

/**
 * The key of the fleet. It is derived from the secret of the instance, so that each of its servers knows it and none
 * has to store it. It opens only the demo project.
 */
export const demoSecret = (projectId: string): string =>
  `hp_${secrets().derive(`demo fleet ${projectId}`).toString('base64url')}`
