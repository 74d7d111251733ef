/** Server half of the domain. */
export { createProject } from './create-project.ts'
export { listProjects } from './list-projects.ts'
export { removeProject } from './remove-project.ts'
export { renameProject } from './rename-project.ts'
