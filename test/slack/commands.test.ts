import { describe, expect, it } from 'vitest'
import { VIEWS } from '../../src/cards/actions.ts'
import { COMMANDS, EXAMPLES, PRECISELY } from '../../src/cards/commands.ts'
import { DIGEST_MODAL } from '../../src/cards/digest-modal.ts'
import { commandMeant } from '../../src/cards/hint.ts'
import { headOf, pressable, startDesk, textOf } from './desk-scene.ts'

/** How the answer to each command begins, and to nothing else. */
const ANSWERS: Record<string, RegExp> = {
  browse: /^\d+ use cases of Kafka Streams, in /,
  latest: /use cases, the latest additions first$/,
  random: /^A use case by chance$/,
  similar: /use cases like those of “Walmart”$/,
  digest: /digest here yet|brings? a use case/i,
  suggest: /^Do you know a use case that is missing here\?/,
  stats: /^\d+ use cases at \d+ companies/,
  saved: /^You have saved no use case yet|^Others would read it here/,
  search: /“digest”|digest/,
  privacy: /^For you: /,
  forget: /^There was nothing of you to erase\.$|^Erased|^Done: what I kept of you is erased\.$/,
  help: /^Who uses Kafka Streams for this\?/,
}

/** Those that open a view where the slash command has them. */
const OPENS: Record<string, string> = { digest: DIGEST_MODAL, suggest: VIEWS.suggest }

describe('every command of the help', () => {
  it('has an answer of its own here', () => {
    expect(Object.keys(ANSWERS).toSorted()).toEqual(COMMANDS.map(({ word }) => word).toSorted())
  })

  it.each(COMMANDS)('works as it is shown: $example', async ({ word, example }) => {
    const { slack, ask, mention, dm } = await startDesk()
    const expected = ANSWERS[word] ?? /never/
    for (const say of [mention, dm] as const) expect(headOf(await say(example)), word).toMatch(expected)
    if (OPENS[word]) {
      const modal = await slack.opened(await slack.command({ text: example }))
      expect(modal.view['callback_id']).toBe(OPENS[word])
    } else {
      const answer = await ask(example)
      expect(headOf(answer), word).toMatch(expected)
      expect(answer.visibleTo).toBe('U0ADA00001')
    }
  })

  it('is in the help and on the Home tab, with what it does', async () => {
    const { ask, home } = await startDesk()
    const help = await ask('help')
    const tab = textOf(await home('grace'))
    for (const { word, usage, says } of COMMANDS) {
      const typed = ['/kstreams', word, usage].filter(Boolean).join(' ')
      const escaped = typed.replace('<', '&lt;').replace('>', '&gt;')
      expect(help.text).toContain(`${escaped}  ${says.replaceAll('`', '')}`)
      expect(textOf(help)).toContain(`\`${escaped}\`  ${says}`)
      expect(tab).toContain(escaped)
    }
  })

  it('is called by the name that it has in this workspace', async () => {
    const { slack } = await startDesk()
    const [help] = await slack.answers(await slack.command({ text: 'help', command: '/prior-art' }))
    expect(help?.text).toContain('/prior-art browse')
    expect(help?.text).not.toContain('/kstreams')
  })

  it.each([...EXAMPLES, ...PRECISELY])('finds something for the example $query', async ({ query }) => {
    const { ask } = await startDesk()
    expect(headOf(await ask(query))).toMatch(/^(?:1–\d of )?\d+ use cases?/)
  })

  it('is a search where it is the first of other words', async () => {
    const { ask } = await startDesk()
    for (const words of [
      'help us stop fraud',
      'privacy law',
      'latest news',
      'random forest',
      'forget passwords',
      'stats of players',
    ])
      expect(headOf(await ask(words)), words).toMatch(/use cases? for|I know no public use case/)
  })
})

describe('the hint at a command that was misspelt', () => {
  it.each([
    ['brwose', 'browse'],
    ['brwose topics', 'browse topics'],
    ['digset 9am', 'digest 9am'],
    ['serach fraud', 'search fraud'],
    ['simlar walmart', 'similar walmart'],
    ['Radnom', 'random'],
    ['lastest', 'latest'],
    ['privcy', 'privacy'],
    ['fogret me', 'forget me'],
    ['sugest', 'suggest'],
    ['sugest fraud at acme', 'suggest fraud at acme'],
    ['statz', 'stats'],
    ['hepl', 'help'],
  ])('of “%s” is “%s”, above what is found', async (typed, meant) => {
    const { ask, mention } = await startDesk()
    const answer = await ask(typed)
    expect(headOf(answer)).toBe(`Did you mean “/kstreams ${meant}”?`)
    expect(textOf(answer)).toContain('Did you mean')
    const found = answer.text.split('\n\n').length > 1
    const canAsk = !found && !/^(?:digest|suggest|stats|privacy|forget)/.test(meant)
    const asked = pressable(answer).filter(({ actionId }) => actionId === 'ask_again:1')
    // Where nothing is found, a button asks what was meant, unless it must be typed.
    if (!found) expect(asked.map(({ label }) => label)).toEqual(canAsk ? [meant] : [])
    expect(headOf(await mention(typed))).toBe(headOf(answer))
  })

  it.each(['research', 'heap size', 'machine learning', 'hello', 'a', '', 'latency', 'private', 'ingest'])(
    'is not given for “%s”',
    async (typed) => {
      const { ask } = await startDesk()
      expect((await ask(typed)).text).not.toContain('Did you mean')
    },
  )

  it('is not given for a command itself, nor behind “search”', () => {
    for (const { word } of COMMANDS) {
      expect(commandMeant(word)).toBeUndefined()
      expect(commandMeant(`search brwose ${word}`)).toBeUndefined()
    }
  })

  // These are words of their own, and what is offered would be no command either.
  it.each(['browser events', 'forgot passwords', 'browsers'])('is not given for “%s”', (typed) => {
    expect(commandMeant(typed)).toBeUndefined()
  })

  it('notifies nobody and follows no link', async () => {
    const { ask } = await startDesk()
    const answer = await ask('serach <!channel> <@U0GRACE001> https://evil.example *x*')
    expect(headOf(answer)).toContain('Did you mean')
    expect(answer.notifies).toEqual([])
    expect(answer.links.filter((link) => link.includes('evil'))).toEqual([])
  })
})

describe('guests and people of other organisations', () => {
  it('get everything that can be looked up, and change no digest', async () => {
    const { slack, ask, mention, dm, home, finder } = await startDesk()
    slack.workspace.users.push({
      ...{
        id: 'U0LINUS001',
        name: 'linus',
        real_name: 'Linus',
        tz: 'Europe/Helsinki',
        team_id: 'T0OTHER001',
      },
      ...{ is_admin: true, is_restricted: false, is_bot: false, deleted: false },
    })
    slack.join({ user: 'linus', channel: 'general' })
    for (const user of ['kenji', 'linus']) {
      for (const { word, example } of COMMANDS.filter((one) => !OPENS[one.word]))
        expect(headOf(await ask(example, { user })), `${user} ${word}`).toMatch(ANSWERS[word] ?? /never/)
      const answer = await ask('machine learning', { user })
      const view = await slack.opened(await slack.press({ message: answer, actionId: 'details' }))
      expect(pressable(view).map(({ actionId }) => actionId)).toContain('share')
      const form = await slack.opened(await slack.command({ text: 'suggest', user }))
      expect(form.view['callback_id']).toBe(VIEWS.suggest)
      expect((await mention('nyt', { user })).text).toContain('New York Times')
      expect((await dm('nyt', { user })).text).toContain('New York Times')
      expect(textOf(await home(user))).not.toMatch(/Digests of this workspace|For admins/)
      expect((await finder(user)).user).toBeDefined()
      for (const words of ['digest 9am daily', 'digest stop', 'digest pause until tomorrow'])
        expect((await ask(words, { user })).text, words).not.toMatch(/^(?:Saved|linus|kenji)/)
    }
    expect((await ask('digest list', { user: 'ada' })).text).not.toContain('C0GENERAL1')
    expect(slack.workspace.messages.filter(({ text }) => /^(?:linus|kenji) set up/.test(text))).toEqual([])
  })

  it('change no digest that is there', async () => {
    const { slack, ask, mention } = await startDesk()
    await ask('digest 9am daily', { user: 'grace' })
    const status = async () => (await mention('digest status', { user: 'grace' })).text
    const before = await status()
    for (const words of ['digest 10am', 'digest stop', 'digest pause until tomorrow', 'digest now']) {
      await ask(words, { user: 'kenji' })
      await mention(words, { user: 'kenji' })
    }
    expect(await status()).toBe(before)
    expect(
      slack.workspace.messages.some(({ metadata }) => metadata?.['event_type'] === 'kstreams_digest'),
    ).toBe(false)
  })
})
