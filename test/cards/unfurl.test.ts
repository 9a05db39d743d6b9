import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIONS, decodePlace } from '../../src/cards/actions.ts'
import { unfurlBlocks } from '../../src/cards/unfurl.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'
import { actionsOf } from './expect-view.ts'

const urls = (blocks: unknown) =>
  actionsOf(blocks).flatMap((one) => ('url' in one ? [(one as { url: string }).url] : []))

describe('a link that is unfurled', () => {
  it('has the details and the other links, in blocks that unfurls take, for any entry', () => {
    fc.assert(
      fc.property(arbitrary.useCase, (useCase) => {
        const blocks = unfurlBlocks(useCase, catalogue)
        expectValid({ text: 'text', native: blocks, classic: blocks }, [useCase])
        for (const { type } of blocks) expect(['section', 'context', 'actions']).toContain(type)
        const [details] = actionsOf(blocks)
        expect(details?.action_id).toBe(ACTIONS.details)
        expect(decodePlace(details?.value)).toEqual({ useCase: useCase.id, words: '', command: '/kstreams' })
        expect(urls(blocks).length).toBeLessThanOrEqual(2)
        expect(urls(blocks)).not.toContain(useCase.links[0]?.url)
      }),
      { numRuns: 150 },
    )
  })

  it('leaves out the link that was posted, and only that', () => {
    const useCase = catalogue.useCases.find(({ links }) => links.length > 1)
    if (!useCase) throw new Error('no use case has two links')
    const [main, second] = useCase.links
    const posted = urls(unfurlBlocks(useCase, catalogue, { posted: second?.url ?? '', command: '/ks' }))
    expect(posted).toContain(main?.url)
    expect(posted).not.toContain(second?.url)
  })
})
