/** What the app puts together. */
export { createDigests } from './digests.ts'
export { stopDigests } from './owner.ts'
export { startRunner } from './runner.ts'
