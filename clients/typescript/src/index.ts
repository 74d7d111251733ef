export type { Action, Claim } from './approvals.ts'
export { type Allocation, type Assignment, assign, bucketOf } from './assignment.ts'
export { type Callback, verifyCallback } from './callbacks.ts'
export { canonicalJson, digestOf, type Json, type JsonObject } from './canonical.ts'
export { type AskOptions, type Holdpoint, holdpoint, type Options } from './client.ts'
export {
  BadReceipt,
  Cancelled,
  Denied,
  Expired,
  Malformed,
  NotAllowed,
  type Reason,
  Refused,
  Rejected,
  Unreachable,
} from './errors.ts'
export { type Entry, fileJournal, type Journal, memoryJournal } from './journal.ts'
export type { Lease } from './lease.ts'
export type { Mirror, MirrorCounts, MirroredAnswer, MirrorOptions, ShadowTools } from './mirror.ts'
export type { Permit, StepOutcome, StepQuestion, Usage } from './permits.ts'
export type { Asked as PromptQuestion, Prompt } from './prompts.ts'
export { type KeySet, type Receipt, verifyReceipt } from './receipts.ts'
