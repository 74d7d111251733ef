/** The verbs of the domain, for the server. */
export { changeDemo } from './change-demo.ts'
export { getDemo } from './get-demo.ts'
export { removeDemo } from './remove-demo.ts'
export { startDemo } from './start-demo.ts'
export { startDemoForAdministrators } from './start-for-administrators.ts'
