import { ACTIONS, decodeAsk, searchedWords } from '../cards/actions.ts'
import { readVote } from '../cards/feedback.ts'
import { thanksForVote } from '../cards/notices.ts'
import type { Kept } from '../people/kept.ts'
import type { Click } from './clicks.ts'
import type { Whisper } from './whisper.ts'

type Deps = { kept: Pick<Kept, 'vote'>; whisper: Whisper }

/** Keeps what somebody thinks of an answer; the last click counts. Gives whether the click had a meaning. */
export function createVotes({ kept, whisper }: Deps) {
  return async (click: Click): Promise<boolean> => {
    const read = readVote(click.value)
    const ask = read && decodeAsk(read.ask)
    if (!ask || ask.answer === '') return false
    await kept.vote(click, { answer: ask.answer, vote: read.vote, words: searchedWords(ask.words) })
    // Slack's own thumbs show what was chosen; plain buttons look as before.
    if (click.actionId !== ACTIONS.feedback) await whisper(click, thanksForVote(read.vote, ask.command))
    return true
  }
}
