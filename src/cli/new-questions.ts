import type { Readable, Writable } from 'node:stream'
import { autocomplete, autocompleteMultiselect, isCancel, log, select, text } from '@clack/prompts'
import { count } from '../cards/text.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Draft } from '../catalogue/draft.ts'
import { LENGTH } from '../catalogue/limits.ts'
import {
  ASKED,
  type AskedField,
  faultOf,
  isOptional,
  type ListedField,
  termsOf,
  withCompany,
} from './new-draft.ts'

/** Where questions are asked: a terminal, or in a test what stands for one. Once the signal is given, nobody is there. */
export type Streams = { input: Readable; output: Writable; signal?: AbortSignal }

type Asking = { catalogue: Catalogue; today: string; streams: Streams }

/**
 * Asks for what a draft does not have yet, or not as it has to be, one field after the other.
 * @param which must be asked for: `needed` leaves out what may be left out
 * @returns a draft without faults; undefined when the person broke off
 */
export async function askDraft(
  given: Draft,
  which: 'all' | 'needed',
  asking: Asking,
): Promise<Draft | undefined> {
  const { catalogue, today, streams } = asking
  let draft = given
  for (const field of ASKED) {
    const isEmpty = draft[field].length === 0
    const fault = faultOf(field, draft, catalogue, today)
    if (fault !== undefined && !isEmpty) log.warn(fault, streams)
    if (fault !== undefined || (isEmpty && which === 'all')) {
      const value = await ask(field, draft, asking)
      if (value === undefined) return undefined
      draft = { ...draft, [field]: value }
    }
    if (field === 'company') draft = meetCompany(draft, asking)
  }
  return draft
}

/** Says what there is of the company already, and takes what is known of it. */
function meetCompany(given: Draft, { catalogue, streams }: Asking): Draft {
  const { draft, useCases } = withCompany(given, catalogue)
  if (useCases.length === 0) return draft
  const there = useCases.map(({ title, id }) => `  ${title} (${id})`).join('\n')
  const taken = 'Yours gets its spelling, its industry and its countries.'
  log.info(`${draft.company} has ${count(useCases.length, 'use case')} here:\n${there}\n${taken}`, streams)
  return draft
}

/** @returns undefined when the person broke off */
async function ask(
  field: AskedField,
  draft: Draft,
  asking: Asking,
): Promise<string | readonly string[] | undefined> {
  if (field === 'topics') return askTopics(draft, asking)
  const answer =
    field === 'kind' || field === 'industry'
      ? await choose(MESSAGES[field], optionsOf(field, asking), draft[field], asking)
      : await text({
          ...asking.streams,
          message: `${MESSAGES[field]}${isOptional(field) ? ' Enter leaves it out.' : ''}`,
          initialValue: draft[field],
          validate: (value = '') =>
            value.trim() === '' && isOptional(field)
              ? undefined
              : faultOf(field, { ...draft, [field]: value }, asking.catalogue, asking.today),
        })
  // The library gives nothing at all for an empty line.
  return isCancel(answer) ? undefined : (answer ?? '').trim()
}

const MESSAGES: Record<AskedField, string> = {
  company: `Which company is it? By its common name, at most ${LENGTH.company} characters.`,
  url: 'Where can everybody read or watch it? An address that begins with https://.',
  kind: 'What does the link lead to?',
  industry: 'Which industry is the company of?',
  topics: `What is it about? One to ${LENGTH.topics} topics; Tab takes one, Enter ends.`,
  title: `What did they make? A title without the company, at most ${LENGTH.title} characters.`,
  summary: `What do they do with Kafka Streams? A verb first, at most ${LENGTH.summary} characters.`,
  linkTitle: 'What is the title of the page itself?',
  event: 'At which event was it? With its year: Current 2024.',
  when: 'When was it? A year, or a day as 2024-05-31.',
}

type Choice = { value: string; label: string; hint: string; words?: readonly string[] }

/** What can be chosen, with the words by which typing finds it. */
const optionsOf = (field: ListedField, { catalogue }: Asking): Choice[] =>
  [...termsOf(field, catalogue).values()].map(({ id, label, meaning, synonyms }) => ({
    ...{ value: id, label, hint: meaning, words: [id, ...synonyms] },
  }))

const choose = (message: string, options: Choice[], initialValue: string, { streams }: Asking) =>
  autocomplete({
    ...{ ...streams, message, options, maxItems: 13, filter: finding(options) },
    ...(initialValue === '' ? {} : { initialValue }),
    validate: (value) => (value === undefined ? 'Nothing here is called that. Type less of it.' : undefined),
  })

/** Finds by all words of a choice, and any part of one. */
const finding =
  (options: readonly Choice[]) =>
  (search: string, { value }: { value: string }): boolean => {
    const asked = search.toLowerCase().trim()
    const { label = '', hint = '', words = [] } = options.find((one) => one.value === value) ?? {}
    return [label, hint, ...words].some((word) => word.toLowerCase().includes(asked))
  }

async function askTopics(draft: Draft, asking: Asking): Promise<string[] | undefined> {
  const { catalogue, today, streams } = asking
  const options = optionsOf('topics', asking)
  let chosen = draft.topics.filter((id) => catalogue.topics.has(id))
  for (;;) {
    const answering = autocompleteMultiselect({
      ...streams,
      ...{ message: MESSAGES.topics, options, initialValues: chosen, required: true, maxItems: 8 },
      ...{ placeholder: 'fraud, joins, stock …', filter: finding(options) },
    })
    const answer = await clearingAfterTab(answering, streams.input)
    if (isCancel(answer)) return undefined
    chosen = answer
    log.message(chosen.map((id) => catalogue.topics.get(id)?.label ?? id).join(', '), streams)
    const fault = faultOf('topics', { ...draft, topics: chosen }, catalogue, today)
    if (fault === undefined) return chosen
    log.warn(fault, streams)
  }
}

/** Types Ctrl-U after each choice: the library would leave the words that led to it before those for the next one. */
async function clearingAfterTab<T>(answering: Promise<T>, input: Readable): Promise<T> {
  // Heard after the library, which is asking already.
  const clear = (_: unknown, key?: { name?: string }) => {
    if (key?.name === 'tab') input.emit('keypress', undefined, { ctrl: true, name: 'u' })
  }
  input.on('keypress', clear)
  return answering.finally(() => input.off('keypress', clear))
}

/**
 * Asks what shall become of a draft.
 * @param shown the file that it would be
 * @returns a draft where one of its fields was changed; undefined when the person broke off
 */
export async function askWhetherToWrite(
  shown: string,
  draft: Draft,
  asking: Asking,
): Promise<'yes' | 'no' | Draft | undefined> {
  const options = [
    { value: 'yes' as const, label: 'Yes' },
    { value: 'change' as const, label: 'Change something first' },
    { value: 'no' as const, label: 'No' },
  ]
  const answer = await select({ ...asking.streams, message: `Write this to ${shown}?`, options })
  if (isCancel(answer)) return undefined
  return answer === 'change' ? changeField(draft, asking) : answer
}

async function changeField(draft: Draft, asking: Asking): Promise<Draft | undefined> {
  const options = ASKED.map((value) => ({
    value,
    label: NAMES[value],
    hint: [draft[value]].flat().join(', '),
  }))
  const field = await choose('Change what?', options, '', asking)
  if (isCancel(field)) return undefined
  const known = ASKED.find((one) => one === field) ?? 'company'
  const value = await ask(known, draft, asking)
  // Another company may have this title already.
  return value === undefined ? undefined : askDraft({ ...draft, [known]: value }, 'needed', asking)
}

const NAMES: Record<AskedField, string> = {
  ...{ company: 'Company', url: 'Link', kind: 'Kind of link', industry: 'Industry', topics: 'Topics' },
  ...{
    title: 'Title',
    summary: 'Summary',
    linkTitle: 'Title of the page',
    event: 'Event',
    when: 'Year or day',
  },
}
