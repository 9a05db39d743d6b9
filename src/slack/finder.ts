import type { WebClient } from '@slack/web-api'
import { ACTIONS, type Ask, searchedWords, VIEWS } from '../cards/actions.ts'
import { browseOptions } from '../cards/browse.ts'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { finderView, searchOptions } from '../cards/finder.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Kept } from '../people/kept.ts'
import type { Search } from '../search/search.ts'
import type { AnswerAsk } from './answers.ts'
import type { Click, Offers } from './clicks.ts'
import { askOf } from './in-place.ts'
import { updateView } from './views.ts'

type Deps = {
  client: WebClient
  answers: AnswerAsk
  search: Search
  catalogue: Catalogue
  kept: Pick<Kept, 'count'>
}

const MOST_OPTIONS = 20
/** Another page is no other search. */
const TURNS: ReadonlySet<string> = new Set([ACTIONS.next, ACTIONS.back])

/** The search in a view of its own: from a shortcut, from the Home tab, and all that is clicked in it. */
export function createFinder({ client, answers, search, catalogue, kept }: Deps) {
  /** Opens it, empty or with what answers some words. */
  async function open({ trigger, team }: Pick<Click, 'trigger' | 'team'>, words: string): Promise<void> {
    await client.views.open({
      trigger_id: trigger,
      view: viewFor(askFor(words, trigger), { team, count: true }),
    })
  }

  /** Another page, other words, a choice: shown in the same view. Gives whether the click had a meaning. */
  async function click(click: Click): Promise<boolean> {
    const ask = askOf(click, catalogue)
    if (ask === undefined || click.view?.callbackId !== VIEWS.finder) return false
    const view = viewFor(ask, { team: click.team, count: !TURNS.has(click.actionId) })
    await updateView(client, click.view.id, view)
    return true
  }

  /** From the Home tab: a button with words, or the words of its search field. */
  async function find(click: Click): Promise<boolean> {
    const words = click.actionId.startsWith(`${ACTIONS.find}:`) ? click.value : click.value.trim()
    await open(click, words)
    return true
  }

  function viewFor(ask: Ask, { team, count }: { team: string; count: boolean }) {
    const asked = ask.words.trim() !== '' && ask.words.trim() !== 'browse'
    const answered = asked ? answers(ask) : undefined
    if (count && answered?.found !== undefined) kept.count(team, searchedWords(ask.words), answered.found)
    const answer = answered && ('list' in answered ? answered.list : answered.reply)
    return finderView({ ask, answer, command: ask.command, metadata: '' }, catalogue)
  }

  const askFor = (words: string, answer: string): Ask => ({
    ...{ words, offset: 0, version: catalogue.version, command: DEFAULT_COMMAND, answer },
  })

  const options: Offers = {
    [ACTIONS.search]: ({ payload, ack }) =>
      ack({ options: searchOptions(payload.value, search.suggest(payload.value, MOST_OPTIONS)) }),
    [ACTIONS.topic]: ({ payload, ack }) => ack({ options: browseOptions('topic', payload.value, catalogue) }),
    [ACTIONS.company]: ({ payload, ack }) =>
      ack({ options: browseOptions('company', payload.value, catalogue) }),
  }
  return { open, click, find, options }
}
