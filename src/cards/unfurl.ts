import { type Catalogue, mainLink, type UseCase } from '../catalogue/catalogue.ts'
import { ACTIONS, encodePlace } from './actions.ts'
import { type AnyBlock, plainButton } from './blocks.ts'
import { DEFAULT_COMMAND } from './commands.ts'
import { linkButtons } from './links.ts'
import { smallPrint, summarySection } from './use-case.ts'
import { videoBlock } from './video.ts'

const MOST_LINKS = 2

/**
 * What stands below a link that somebody posted, for `chat.unfurl`: blocks that it takes, so no card and no rich text.
 * @param posted the address that was posted, which needs no button unless it is dead
 * @param command the slash command, where it is known
 * @param video whether a talk on YouTube is shown to play in place
 */
export function unfurlBlocks(
  useCase: UseCase,
  catalogue: Catalogue,
  { posted = mainLink(useCase).url, command = DEFAULT_COMMAND, video = true } = {},
): AnyBlock[] {
  const value = encodePlace({ useCase: useCase.id, words: '', command })
  const link = useCase.links.find(({ url }) => url === posted)
  // Of what is dead there may be a copy, which is what is wanted then.
  const copy = link?.dead ? [link] : []
  const others = [...copy, ...useCase.links.filter((other) => other !== link)]
  // In the place of Slack's own player, which gives way to this.
  const film = video && link ? videoBlock(link) : undefined
  return [
    summarySection(useCase),
    smallPrint(useCase, catalogue, '', link),
    ...(film ? [film] : []),
    {
      type: 'actions',
      elements: [plainButton(ACTIONS.details, 'Details', value), ...linkButtons(others, MOST_LINKS)],
    },
  ]
}
