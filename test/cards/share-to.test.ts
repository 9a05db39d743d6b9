import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readShareTo, SHARE_INPUT, shareToView } from '../../src/cards/share-to.ts'
import * as arbitrary from './arbitrary.ts'
import { actionsOf, expectView } from './expect-view.ts'

const values = (chosen: unknown) => ({ [SHARE_INPUT]: { [SHARE_INPUT]: { selected_conversation: chosen } } })

describe('sharing', () => {
  it('asks where to, for any entry, and gets an address to post to', () => {
    fc.assert(
      fc.property(arbitrary.useCase, (useCase) => {
        const view = shareToView({ useCase, metadata: 'm' })
        expectView(view, [])
        expect(view).toMatchObject({ callback_id: 'share_to', private_metadata: 'm' })
        expect(actionsOf(view.blocks)).toMatchObject([
          {
            ...{ type: 'conversations_select', action_id: SHARE_INPUT, response_url_enabled: true },
            ...{ default_to_current_conversation: true, filter: { exclude_bot_users: true } },
          },
        ])
      }),
      { numRuns: 100 },
    )
  })

  it('reads the conversation, and nothing else', () => {
    expect(readShareTo(values('C0GENERAL'))).toBe('C0GENERAL')
    for (const odd of [undefined, null, 'text', {}, values(null), values(''), values(7)]) {
      expect(readShareTo(odd)).toBeUndefined()
    }
    fc.assert(fc.property(fc.anything(), (odd) => void readShareTo(odd)))
  })
})
