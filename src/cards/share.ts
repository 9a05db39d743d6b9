import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import type { Place } from './actions.ts'
import { type AnyBlock, context, type Reply } from './blocks.ts'
import { literal, quotable } from './text.ts'
import { listCard, listText } from './use-case.ts'

/**
 * A use case that somebody shows to all. Their name is no mention: whoever shares needs no notice of it.
 * @param who what others call them; may hold anything
 */
export function sharedReply(
  useCase: UseCase,
  { words, command, who }: Omit<Place, 'useCase'> & { who: string },
  catalogue: Catalogue,
): Reply {
  const forWords = words === '' ? '' : ` for *${literal(quotable(words))}*`
  const line = `Shared by ${literal(who)}${forWords}`
  const by: AnyBlock = context([line])
  const place = { ask: { words, command }, privately: false }
  const { native, classic } = listCard({ useCase, reasons: [], score: 0 }, place, catalogue)
  const plainLine = words === '' ? line : `Shared by ${literal(who)} for “${literal(quotable(words))}”`
  return {
    text: `${plainLine}\n\n${listText(useCase, catalogue)}`,
    native: [...native, by],
    classic: [...classic, by],
  }
}
