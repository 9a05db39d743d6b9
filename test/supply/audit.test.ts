import { describe, expect, it } from 'vitest'
import { judge } from './audit.ts'

const found = (total: number) =>
  JSON.stringify({ vulnerabilities: {}, metadata: { vulnerabilities: { total } } })

describe('npm run audit', () => {
  it('passes where nothing is known, and fails where something is', () => {
    expect(judge(found(0)).code).toBe(0)
    expect(judge(found(2))).toMatchObject({ code: 1, text: expect.stringContaining('(2)') })
  })

  it('passes where the registry offers no audit, and says so', () => {
    const refused = { message: '405 Method Not Allowed - POST https://mirror/-/npm/v1', statusCode: 405 }
    const { code, text } = judge(JSON.stringify(refused))
    expect(code).toBe(0)
    expect(text).toBe(`npm audit: not done, this registry offers none (${refused.message}).`)
  })

  it.each(['', 'npm error', '{}', '{"message":"503 Service Unavailable","statusCode":503}'])(
    'fails where it is not known whether there is an audit: %j',
    (printed) => {
      expect(judge(printed)).toMatchObject({ code: 1, text: expect.stringContaining('failed') })
    },
  )
})
