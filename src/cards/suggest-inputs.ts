import type { InputBlock, KnownBlock } from '@slack/types'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Draft, DraftFaults, DraftField } from '../catalogue/draft.ts'
import { LENGTH, LINK_KINDS } from '../catalogue/limits.ts'
import { matcher } from '../catalogue/nearest.ts'
import type { Term } from '../catalogue/schema.ts'
import { fold } from '../search/text.ts'
import { ACTIONS } from './actions.ts'
import { context, divider } from './blocks.ts'
import { type Choice, cut, dig, option, plain } from './elements.ts'
import { facetsNamed } from './facets.ts'
import { LIMITS } from './limits.ts'
import { linkNoun } from './links.ts'
import { tidy } from './text.ts'

/** The inputs for a use case: each name is a `block_id` and an `action_id`. */
export const SUGGEST_INPUTS: Record<DraftField, string> = {
  company: 'suggest_company',
  title: 'suggest_title',
  summary: 'suggest_summary',
  details: 'suggest_details',
  url: 'suggest_url',
  kind: 'suggest_kind',
  industry: 'suggest_industry',
  topics: ACTIONS.suggestTopics,
  linkTitle: 'suggest_link_title',
  event: 'suggest_event',
  when: 'suggest_when',
}

/**
 * The inputs, filled in from a draft, with what may be left out at the end. What is too long for its field is cut.
 * @param noTopicFits what to do then: a sentence or more
 */
export function suggestInputs(draft: Draft, catalogue: Catalogue, noTopicFits = ''): KnownBlock[] {
  return [
    textInput(draft, 'company', 'Company', { placeholder: 'Acme Bank' }),
    textInput(draft, 'title', 'What is it, in a few words?', {
      placeholder: 'Fraud alerts while customers pay',
      hint: 'Without the company.',
    }),
    textInput(draft, 'summary', 'What do they do with Kafka Streams?', {
      multiline: true,
      placeholder:
        'Joins each payment with what is known of the card in Kafka Streams, and stops it if the two differ.',
      hint: `One sentence that begins with a verb and names Kafka Streams, in at most ${LENGTH.summary} characters.`,
    }),
    urlInput(draft),
    kindInput(draft),
    industryInput(draft, catalogue),
    topicsInput(draft, catalogue, noTopicFits),
    divider as KnownBlock,
    context(['More on the link, if you have it at hand:']) as KnownBlock,
    maybe(
      textInput(draft, 'linkTitle', 'Title of the talk or article', {
        placeholder: 'Ten Thousand Payments a Second',
      }),
    ),
    maybe(textInput(draft, 'event', 'Conference, meetup or podcast', { placeholder: 'Current 2024' })),
    maybe(textInput(draft, 'when', 'Year or day', { placeholder: '2024, or 2024-05-31' })),
  ]
}

/** For those who maintain the catalogue: what nobody else is asked for. */
export function detailsInput(draft: Draft): InputBlock {
  const hint = `One paragraph: scale, design, lessons. At most ${LENGTH.details} characters.`
  return maybe(textInput(draft, 'details', 'Details', { multiline: true, hint }))
}

type TextField = Exclude<DraftField, 'url' | 'kind' | 'industry' | 'topics'>
// A day, as 2024-05-31.
const LONGEST: Record<TextField, number> = { ...LENGTH, when: 10 }

function textInput(
  draft: Draft,
  field: TextField,
  label: string,
  more: { placeholder?: string; hint?: string; multiline?: true },
): InputBlock {
  const { placeholder, hint, multiline } = more
  const max_length = LONGEST[field]
  const element = {
    type: 'plain_text_input' as const,
    max_length,
    ...(multiline ? { multiline } : {}),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder) }),
    ...startingWith(cut(draft[field], max_length)),
  }
  return input(field, label, element, hint)
}

/** Slack's own check of the address comes before ours. */
function urlInput(draft: Draft): InputBlock {
  const placeholder = plain('https://')
  const element = {
    type: 'url_text_input' as const,
    placeholder,
    ...startingWith(cut(draft.url, LENGTH.url)),
  }
  return input('url', 'Link', element, 'Where a talk, an article or a paper tells of it; https only.')
}

const startingWith = (text: string) => (text === '' ? {} : { initial_value: text })

function kindInput(draft: Draft): InputBlock {
  const kinds = LINK_KINDS.map((kind) => option(linkNoun({ url: '', kind }), kind))
  return input('kind', 'What does the link lead to?', menu(kinds, draft.kind, 'Talk, article, paper …'))
}

function industryInput(draft: Draft, { industries }: Catalogue): InputBlock {
  const options = [...industries.values()].map(termOption).slice(0, LIMITS.selectOptions)
  return input('industry', 'Industry', menu(options, draft.industry, 'Choose one'))
}

const termOption = ({ id, label }: Term) => option(label, id)

/** Slack refuses a choice that is not among the options. */
function menu(options: Choice[], chosen: string, placeholder: string): InputBlock['element'] {
  const initial_option = options.find(({ value }) => value === chosen)
  return {
    type: 'static_select',
    placeholder: plain(placeholder),
    options,
    ...(initial_option ? { initial_option } : {}),
  }
}

function topicsInput(draft: Draft, { topics }: Catalogue, noTopicFits: string): InputBlock {
  const chosen = draft.topics.flatMap((id) => topics.get(id) ?? [])
  const element = {
    type: 'multi_external_select' as const,
    placeholder: plain('Type to find one'),
    min_query_length: 0,
    max_selected_items: LENGTH.topics,
    ...(chosen.length > 0 ? { initial_options: chosen.map(termOption) } : {}),
  }
  const hint = `At most ${LENGTH.topics}, the most telling first. ${noTopicFits}`.trimEnd()
  return input('topics', 'Topics', element, hint)
}

function input(field: DraftField, label: string, element: InputBlock['element'], hint?: string): InputBlock {
  const id = SUGGEST_INPUTS[field]
  return {
    ...{ type: 'input', block_id: id, label: plain(label), element: { ...element, action_id: id } },
    ...(hint === undefined ? {} : { hint: plain(hint) }),
  }
}

const maybe = (block: InputBlock): InputBlock => ({ ...block, optional: true })

// What is spelt alike only at a second look is offered to nobody who has to choose: "lottery" is no disaster recovery.
const SPELT_ALIKE = 0.3

/** The topics that a menu offers for what was typed so far; in the order of their names for nothing typed. */
export function topicOptions(typed: string, { topics }: Catalogue): Choice[] {
  const all = [...topics.values()]
    .map(({ id, label, synonyms }) => ({
      value: id,
      label,
      names: [label, ...synonyms].map(fold),
      number: 0,
    }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
  const asked = fold(tidy(typed))
  const labels = all.map(({ label }) => label)
  const alike = new Set(matcher(labels, SPELT_ALIKE)(asked, LIMITS.selectOptions))
  return facetsNamed(asked, all)
    .filter(({ label, names }) => alike.has(label) || names.some((name) => name.includes(asked)))
    .slice(0, LIMITS.selectOptions)
    .map(({ label, value }) => option(label, value))
}

// What Slack lets somebody type into one field.
const LONGEST_TYPED = 3000

/** Takes a draft out of `view.state.values`, whatever it holds: what is not there or no text is empty. */
export function readSuggestion(values: unknown): Draft {
  const read = (field: DraftField, ...path: string[]) =>
    textOf(dig(values, SUGGEST_INPUTS[field], SUGGEST_INPUTS[field], ...path))
  const topics = dig(values, SUGGEST_INPUTS.topics, SUGGEST_INPUTS.topics, 'selected_options')
  const typed = (field: DraftField) => read(field, 'value')
  return {
    ...{ company: typed('company'), title: typed('title'), summary: typed('summary') },
    ...{ details: typed('details'), url: typed('url'), linkTitle: typed('linkTitle') },
    ...{ event: typed('event'), when: typed('when') },
    kind: read('kind', 'selected_option', 'value'),
    industry: read('industry', 'selected_option', 'value'),
    topics: Array.isArray(topics)
      ? topics.slice(0, LIMITS.selectOptions).map((one) => textOf(dig(one, 'value')))
      : [],
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? cut(value, LONGEST_TYPED).toWellFormed() : '')

/** The faults of a draft below its inputs: the `errors` of a `response_action`. */
export function suggestErrors(faults: DraftFaults): Record<string, string> {
  return Object.fromEntries(
    Object.entries(faults).map(([field, fault]) => [SUGGEST_INPUTS[field as DraftField], fault]),
  )
}
