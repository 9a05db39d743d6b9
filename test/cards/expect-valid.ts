import { expect } from 'vitest'
import type { AnyBlock, Reply } from '../../src/cards/blocks.ts'
import { LIMITS } from '../../src/cards/limits.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { checkBlocks } from '../../src/playground/block-kit.ts'
import { readMessage } from '../../src/playground/notifications.ts'

/** Holds a reply to Slack's rules, as the local Slack knows them by a table of its own. */
export function expectValid(reply: Reply, useCases: readonly UseCase[]): void {
  const own = new Set(useCases.flatMap((useCase) => useCase.links.map((link) => link.url)))
  for (const blocks of [reply.native, reply.classic, undefined]) {
    if (blocks) expectBlocks(blocks)
    const { notifies, links } = readMessage({ text: reply.text, blocks })
    expect(notifies).toEqual([])
    expect(links.filter((link) => !own.has(link))).toEqual([])
  }
  expect(reply.text.length).toBeLessThanOrEqual(LIMITS.text)
}

function expectBlocks(blocks: readonly AnyBlock[]): void {
  expect(
    checkBlocks(blocks, '/blocks', {
      surface: 'message',
      rejectedBlocks: new Set(),
      brokenImages: new Set(),
    }),
  ).toEqual([])
  expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(13_200)
}
