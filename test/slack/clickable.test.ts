import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ACTIONS, SHORTCUTS, VIEWS } from '../../src/cards/actions.ts'
import { DIGEST_INPUTS, DIGEST_MODAL } from '../../src/cards/digest-modal.ts'
import { PROBLEM_INPUTS } from '../../src/cards/problem.ts'
import { SHARE_INPUT } from '../../src/cards/share-to.ts'
import { SUGGEST_INPUTS } from '../../src/cards/suggest-inputs.ts'
import { DECLINE_INPUT } from '../../src/cards/suggestion-edit.ts'

/** Each id that can come back from Slack, and the file of this folder with the scene that uses it. */
const SCENES: Record<string, string> = {
  [ACTIONS.next]: 'paging',
  [ACTIONS.back]: 'paging',
  [ACTIONS.again]: 'browse',
  [ACTIONS.details]: 'details',
  [ACTIONS.detailsBack]: 'details',
  [ACTIONS.share]: 'share',
  [ACTIONS.save]: 'details',
  [ACTIONS.unsave]: 'home',
  [ACTIONS.problem]: 'details',
  [ACTIONS.problemDone]: 'home',
  [ACTIONS.find]: 'home',
  [ACTIONS.industry]: 'browse',
  [ACTIONS.topic]: 'browse',
  [ACTIONS.company]: 'browse',
  [ACTIONS.search]: 'finder',
  [ACTIONS.homeSearch]: 'home',
  [ACTIONS.savedPage]: 'home',
  [ACTIONS.feedback]: 'feedback',
  [ACTIONS.up]: 'feedback',
  [ACTIONS.down]: 'feedback',
  open_link_1: 'paging',
  [VIEWS.problem]: 'views',
  [SHORTCUTS.message]: 'finder',
  [SHORTCUTS.global]: 'finder',
  [VIEWS.finder]: 'views',
  [VIEWS.shareTo]: 'views',
  [PROBLEM_INPUTS.kind]: 'details',
  [PROBLEM_INPUTS.link]: 'details',
  [PROBLEM_INPUTS.note]: 'details',
  [ACTIONS.suggest]: 'suggest',
  [VIEWS.suggestPreview]: 'suggest',
  [ACTIONS.accept]: 'review',
  [ACTIONS.edit]: 'review',
  [ACTIONS.decline]: 'review',
  [ACTIONS.withdraw]: 'review',
  [ACTIONS.pullRequest]: 'review',
  [DECLINE_INPUT]: 'review',
  ...Object.fromEntries(Object.values(SUGGEST_INPUTS).map((id) => [id, 'suggest'])),
  // Only those who decide are asked for them.
  [SUGGEST_INPUTS.details]: 'review',
  [DIGEST_MODAL]: 'digest-settings',
  [DIGEST_INPUTS.time]: 'digest-settings',
  [DIGEST_INPUTS.days]: 'digest-settings',
  [DIGEST_INPUTS.zone]: 'digest-settings',
  [DIGEST_INPUTS.industries]: 'digest-settings',
  [DIGEST_INPUTS.topics]: 'digest-settings',
}

const FOLDER = import.meta.dirname
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8')
const scenery = readdirSync(FOLDER)
  .filter((file) => file.endsWith('-scene.ts'))
  .map(read)
  .join('\n')
const textOf = (name: string) => `${read(`${name}.test.ts`)}\n${scenery}`

const everything = [
  ...Object.values(ACTIONS),
  ...Object.values(VIEWS),
  ...Object.values(SHORTCUTS),
  ...Object.values(DIGEST_INPUTS),
  ...Object.values(PROBLEM_INPUTS),
  ...Object.values(SUGGEST_INPUTS),
  ...[DIGEST_MODAL, SHARE_INPUT, DECLINE_INPUT, 'open_link_1'],
]

/** Under its name in the table of ids, too: `ACTIONS.next`. */
const namesOf = (id: string) => {
  const named = Object.entries({ ACTIONS, VIEWS, SHORTCUTS, PROBLEM_INPUTS, DIGEST_INPUTS }).flatMap(
    ([table, ids]) => Object.entries(ids).flatMap(([name, one]) => (one === id ? `${table}.${name}` : [])),
  )
  // The form for a use case is filled in by the names of its fields.
  const fields = Object.entries(SUGGEST_INPUTS).flatMap(([field, one]) => (one === id ? `${field}: ` : []))
  // As a key of what is filled in, too.
  return [...named, ...fields, `${id}: '`, `'${id}'`, `'${id}:`, `\`${id}:`]
}

describe('everything that can be clicked, chosen or submitted', () => {
  it.each([...new Set(everything)])('%s has a scene', (id) => {
    const name = SCENES[id] ?? ''
    expect(readdirSync(FOLDER), id).toContain(`${name}.test.ts`)
    expect(
      namesOf(id).some((one) => textOf(name).includes(one)),
      `${name}.test.ts uses ${id}`,
    ).toBe(true)
  })

  it('is an id once, and none is left over in the table', () => {
    expect(Object.keys(SCENES).toSorted()).toEqual([...new Set(everything)].toSorted())
    expect(new Set(Object.values(ACTIONS)).size).toBe(Object.values(ACTIONS).length)
  })
})
