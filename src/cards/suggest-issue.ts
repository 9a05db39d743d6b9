import type { Button, KnownBlock, ModalView } from '@slack/types'
import type { Addition } from '../catalogue/draft.ts'
import { type AnyBlock, section } from './blocks.ts'
import { plain } from './elements.ts'
import { LIMITS } from './limits.ts'
import { SUGGEST_TITLE } from './suggest.ts'
import { asUseCase } from './suggest-preview.ts'
import { headingOf } from './use-case.ts'

/** A suggestion where nobody in the workspace decides on it: `yaml` is its file, `issueUrl` as `issueUrlFor` gives it. */
type Issue = { addition: Addition; yaml: string; issueUrl: string | undefined }

/** What a person can do with such a suggestion: open an issue on GitHub, or copy its file. */
export function issueView({ addition, yaml, issueUrl }: Issue): ModalView {
  const issue = issueUrl === undefined ? [] : issueBlocks(issueUrl)
  const copy =
    issueUrl === undefined
      ? 'One more step: copy this, and give it to whoever maintains the catalogue. It is the file '
      : 'Or copy this, and open a pull request with it, as the file '
  return {
    type: 'modal',
    title: plain(SUGGEST_TITLE),
    close: plain('Done'),
    clear_on_close: true,
    blocks: [...issue, fileBlock(copy, addition, yaml)] as KnownBlock[],
  }
}

const issueBlocks = (url: string): AnyBlock[] => [
  section('One more step: open an issue on GitHub. It is filled in; look at it there, and create it.'),
  { type: 'actions', elements: [linkButton('Open an issue on GitHub', url)] },
]

/** Rich text has no markup: what is copied out of it is just what it says. */
function fileBlock(words: string, { id }: Addition, yaml: string): AnyBlock {
  const file = { type: 'text' as const, text: `data/use-cases/${id}.yaml`, style: { code: true } }
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text: words }, file] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: yaml }] },
    ],
  }
}

/** A button that opens an address, of at most 3,000 characters; Slack tells of the click all the same. */
export const linkButton = (text: string, url: string): Button => ({
  ...{ type: 'button', action_id: 'open_link_1', text: plain(text), url },
})

/**
 * The address of GitHub's form for an issue with a suggestion filled in; with less in it where all of it is too long.
 * @param repository as `owner/name`
 * @param yaml the file of the addition
 * @returns undefined where even that does not fit into a button (3,000 characters)
 */
export function issueUrlFor(repository: string, addition: Addition, yaml: string): string | undefined {
  const title = encodeURIComponent(`Use case: ${headingOf(asUseCase(addition))}`)
  const urls = addition.useCase.links.map(({ url }) => `<${url}>`).join('\n')
  // Longer than any in the file, so that nothing in there ends it.
  const fence = '`'.repeat(Math.max(2, ...(yaml.match(/`+/g) ?? []).map(({ length }) => length)) + 1)
  const bodies = [
    `Suggested in Slack, as \`data/use-cases/${addition.id}.yaml\`:\n\n${fence}yaml\n${yaml.trimEnd()}\n${fence}\n`,
    `Suggested in Slack. Please paste here the file that Slack shows you.\n\n${urls}\n`,
  ]
  return bodies
    .map(
      (body) => `https://github.com/${repository}/issues/new?title=${title}&body=${encodeURIComponent(body)}`,
    )
    .find((address) => address.length <= LIMITS.button.url)
}
