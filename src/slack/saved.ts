import type { Reply } from '../cards/blocks.ts'
import { MOST_SAVED, savedPubliclyReply, savedReply } from '../cards/saved.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Kept } from '../people/kept.ts'
import type { Request } from './requests.ts'

/** Answers what somebody saved, to them alone; what is no longer in the catalogue is left out. */
export function createSaved(kept: Pick<Kept, 'saved'>, catalogue: Catalogue) {
  return async (_: string, { team, user, channel, publicly, command }: Request): Promise<Reply> => {
    if (publicly && !channel.startsWith('D')) return savedPubliclyReply(command)
    const { total, useCases } = await kept.saved({ team, user }, { limit: MOST_SAVED, offset: 0 })
    const known = useCases.flatMap((id) => catalogue.byId.get(id) ?? [])
    return savedReply({ useCases: known, total }, catalogue)
  }
}
