/** The verbs of the domain, for the server. */
export { closeProject, forgetProject } from './close-project.ts'
export { createProject } from './create-project.ts'
export { insertProject } from './insert-project.ts'
export { listProjects } from './list-projects.ts'
export { removeProject } from './remove-project.ts'
export { renameProject } from './rename-project.ts'
