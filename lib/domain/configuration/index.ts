/** The verbs of the domain, for the server. */
export { applyConfiguration } from './apply.ts'
export { fieldLabels } from './field-labels.ts'
export { getConfiguration } from './get-configuration.ts'
