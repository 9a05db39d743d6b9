import { initials } from '../completion.ts'
import type { User } from '../selectors.ts'
import { Icon } from './icon.tsx'

/** A person's initials, the bot's sign, or Slackbot's S. The name stands beside it. */
export function Avatar({ user, small = false }: { user: User | undefined; small?: boolean }) {
  const tone = user === undefined ? 'slackbot' : user.is_bot ? 'bot' : `tone-${toneOf(user.id)}`
  return (
    <span className={`avatar ${tone}${small ? ' small' : ''}`} aria-hidden="true">
      {user?.is_bot ? <Icon name="logo" /> : initials(user)}
    </span>
  )
}

const TONES = 4

/** People who stand beside each other in ids should not look alike: the letters count by their place. */
function toneOf(id: string): number {
  return [...id].reduce((sum, letter, place) => sum + letter.charCodeAt(0) * (place + 1), 0) % TONES
}
