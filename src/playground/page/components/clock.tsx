import { type FormEvent, useState } from 'react'
import type { ClockMark } from '../../page-api.ts'
import { useTick } from '../hooks.ts'
import { usePage } from '../page-context.ts'
import { clockSeconds, dayName, zoneName } from '../time.ts'

const MARKS: { to: ClockMark; label: string }[] = [
  { to: 'tomorrow-9', label: 'Tomorrow 09:00' },
  { to: 'next-dst-night', label: 'Next DST night' },
  { to: 'real', label: 'Real time' },
]

/** The playground's clock, in the acting person's zone, and ways to turn it. */
export function Clock() {
  const { server, me, act, now } = usePage()
  const time = useTick(now)
  return (
    <section className="tool" aria-labelledby="clock-title">
      <h3 id="clock-title">Clock</h3>
      <p className="clock" data-testid="clock">
        <b>{clockSeconds(time, me.tz)}</b>
        <span>
          {dayName(time, me.tz)}, {zoneName(time, me.tz)} ({me.tz})
        </span>
      </p>
      <p className="tool-more">
        {server.clock.turned ? 'The clock has been turned.' : 'This is the real time.'} Messages and the app’s
        schedule go by it.
      </p>
      <div className="actions">
        {MARKS.map(({ to, label }) => (
          <button
            key={label}
            type="button"
            className="button"
            onClick={() => void act({ do: 'clock', to, user: me.id })}
          >
            {label}
          </button>
        ))}
      </div>
      <TurnTo />
    </section>
  )
}

function TurnTo() {
  const { act } = usePage()
  const [value, setValue] = useState('')
  const turn = (event: FormEvent) => {
    event.preventDefault()
    const to = Date.parse(value)
    if (!Number.isNaN(to)) void act({ do: 'clock', to })
  }
  return (
    <form className="turn-to" onSubmit={turn}>
      <label>
        Turn to (this machine’s zone)
        <input
          className="field"
          type="datetime-local"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </label>
      <button type="submit" className="button" disabled={value === ''}>
        Turn
      </button>
    </form>
  )
}
