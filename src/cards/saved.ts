import { type Catalogue, industryLabel, type UseCase } from '../catalogue/catalogue.ts'
import { type AnyBlock, linesReply, type Reply, section } from './blocks.ts'
import { count, literal } from './text.ts'
import { headingLink, headingLinkAsText } from './use-case.ts'

/** How many saved use cases the message lists. */
export const MOST_SAVED = 20

/**
 * What somebody saved, as a message: the Home tab in words.
 * @param saved the latest first, at most `MOST_SAVED`, of `total`
 */
export function savedReply(
  { useCases, total }: { useCases: readonly UseCase[]; total: number },
  catalogue: Catalogue,
): Reply {
  if (total === 0) {
    return linesReply([
      ['You have saved no use case yet. ', { label: 'Details' }, ' of a card has a button for it.'],
    ])
  }
  const shown = useCases.slice(0, MOST_SAVED)
  const left = total - shown.length
  const head = linesReply([[{ label: count(total, 'saved use case') }]])
  const lines = shown.map(
    (useCase): AnyBlock =>
      section(`${headingLink(useCase, 250)}  ${literal(industryLabel(catalogue, useCase))}`),
  )
  const more = left > 0 ? linesReply([[`and ${left} more, in the Home tab of this app`]]) : undefined
  const blocks = [...head.classic, ...lines, ...(more?.classic ?? [])]
  const text = [head.text, ...shown.map(headingLinkAsText), ...(more ? [more.text] : [])].join('\n\n')
  return { text, native: blocks, classic: blocks }
}

/** Somebody asks for it where others read the answer. */
export function savedPubliclyReply(command: string): Reply {
  return linesReply([
    ['Others would read it here. Type ', { code: `${command} saved` }, ': only you see that.'],
  ])
}
