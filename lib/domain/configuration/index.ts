/** Server half of the domain. */
export { applyConfiguration } from './apply.ts'
export { getConfiguration } from './get-configuration.ts'
