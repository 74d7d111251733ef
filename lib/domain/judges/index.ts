/** The verbs of the domain, for the server. */
export { addTasks, type NewTask } from './add-tasks.ts'
export { archiveJudge, getJudge, judgeKind, listJudges, putJudge } from './config.ts'
export { type JudgeNotes, judgeNotes } from './judge-notes.ts'
export { labelOutput, labelsOf } from './label-output.ts'
export { reportJudge } from './report-judge.ts'
export { scorerFault } from './scorers/score.ts'
export type { Settled } from './task.ts'
export { projectsWaiting, settleTasks, workTasks } from './work-tasks.ts'
