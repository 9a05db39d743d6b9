import type { Reply } from '../cards/blocks.ts'
import type { Asked } from '../digest/asked.ts'
import { readDigestCommand } from '../digest/command.ts'
import { type DigestDeps, openDigestModal } from './digest-modal.ts'

/** Where a request for the digest comes from; with a trigger it can open a modal. */
type Source = Omit<Asked, 'person'> & { user: string; trigger?: string }

/** Answers what follows the word `digest`; undefined when a modal opened instead. */
export type AnswerDigest = (typed: string, source: Source) => Promise<Reply | undefined>

export function createAnswerDigest(deps: DigestDeps): AnswerDigest {
  const { people, catalogue, now, digests } = deps
  return async (typed, { user, trigger, ...where }) => {
    const person = await people(user)
    const asked: Asked = { ...where, person }
    // Dates are meant as they are in the channel.
    const { zone } = (await digests.settings(asked)).settings
    const command = await readDigestCommand(typed, { now: now(), zone, catalogue })
    if (command.kind !== 'open') return digests.act(command, asked, typed)
    if (trigger === undefined) return digests.act({ kind: 'status' }, asked, typed)
    return (await digests.obstacle(asked)) ?? openDigestModal(trigger, asked, deps)
  }
}
