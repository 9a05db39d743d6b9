import type { HomeView, ModalView } from '@slack/types'
import { expect } from 'vitest'
import type { Catalogue, UseCase } from '../../src/catalogue/catalogue.ts'
import { checkBlocks } from '../../src/playground/block-kit.ts'
import { readMessage } from '../../src/playground/notifications.ts'
import { catalogue } from '../catalogue.ts'

/** Holds a view to Slack's rules, as the local Slack knows them: its links lead to those of the use cases alone. */
export function expectView(view: ModalView | HomeView, useCases: readonly UseCase[]): void {
  const surface = view.type === 'home' ? 'home' : 'modal'
  expect(checkBlocks(view.blocks, '/view/blocks', { surface })).toEqual([])
  const blocks = view.blocks as { type: string }[]
  expect(blocks.length).toBeLessThanOrEqual(100)
  expect(blocks.filter(({ type }) => type === 'card' || type === 'context_actions')).toEqual([])
  const { notifies, links } = readMessage({ text: '', blocks })
  const own = new Set(useCases.flatMap((useCase) => useCase.links.map(({ url }) => url)))
  expect(notifies).toEqual([])
  expect(links.filter((link) => !own.has(link))).toEqual([])
  if (view.type === 'home') return
  for (const text of [view.title, view.submit, view.close]) {
    expect(text?.text.length ?? 1).toBeLessThanOrEqual(24)
  }
  // Slack wants a submit button wherever something is put in. It sends off a view without any input, too.
  if (blocks.some(({ type }) => type === 'input')) expect(view.submit).toBeDefined()
}

/** A catalogue of these use cases with the real vocabularies. */
export const catalogueOf = (useCases: readonly UseCase[]): Catalogue => ({
  ...catalogue,
  useCases,
  byId: new Map(useCases.map((useCase) => [useCase.id, useCase])),
})

/** A thousand use cases of as many companies, made of the real ones. */
export const thousand = catalogueOf(
  Array.from({ length: 1000 }, (_, index) => {
    const real = catalogue.useCases[index % catalogue.useCases.length]
    if (!real) throw new Error('the catalogue is empty')
    const company = `${index} ${real.company.slice(0, 50)}`
    return { ...real, id: `case-${index}`, company, aliases: [] }
  }),
)

/** What a person reads of blocks: every text in them, in order. */
export function readTexts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(readTexts)
  if (typeof node !== 'object' || node === null) return []
  const { text } = node as { text?: unknown }
  if (typeof text === 'string') return [text]
  return Object.values(node).flatMap(readTexts)
}

/** Every element that can be pressed or chosen, with its action_id and value. */
export function actionsOf(node: unknown): { action_id: string; value?: string; type: string }[] {
  if (Array.isArray(node)) return node.flatMap(actionsOf)
  if (typeof node !== 'object' || node === null) return []
  const own = 'action_id' in node ? [node as { action_id: string; type: string }] : []
  return [...own, ...Object.values(node).flatMap(actionsOf)]
}
