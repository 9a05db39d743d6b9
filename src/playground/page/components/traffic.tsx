import { type ReactNode, useMemo, useState } from 'react'
import type { PageCall, PageEnvelope } from '../../page-api.ts'
import { isJson, type Json, jsonList, stringOf } from '../json.ts'
import { useNewestInSight } from '../newest.ts'
import { usePage } from '../page-context.ts'
import { trafficOf } from '../selectors.ts'
import { clockSeconds } from '../time.ts'

/** Every envelope and every call with its response, in the order in which they happened. */
export function Traffic() {
  const { server } = usePage()
  const entries = useMemo(() => trafficOf(server), [server])
  const last = entries.at(-1)
  const number = last?.kind === 'call' ? last.call.number : last?.envelope.number
  const list = useNewestInSight(number === undefined ? undefined : String(number), false)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys.
    <section className="traffic" ref={list} tabIndex={0} aria-label="Envelopes and calls">
      <ol>
        {entries.map((entry) =>
          entry.kind === 'call' ? (
            <CallEntry key={entry.call.number} call={entry.call} />
          ) : (
            <EnvelopeEntry key={entry.envelope.number} envelope={entry.envelope} />
          ),
        )}
      </ol>
      {entries.length === 0 && <p className="tool-more">Nothing yet. Type something.</p>}
    </section>
  )
}

function CallEntry({ call }: { call: PageCall }) {
  const { response, status, lost } = call
  const ok =
    status < 400 && (response['ok'] === true || response['body'] === 'ok' || response['ok'] === undefined)
  const word = ok ? 'ok' : stringOf(response['error'] ?? response['body']) || String(status)
  const name = call.method === 'response_url' ? 'POST response_url' : call.method
  return (
    <Entry way="app to Slack" name={name} at={call.at} ok={ok} word={lost ? `${word}, answer lost` : word}>
      <Reasons response={response} />
      <Pretty title={`Request, token: ${call.token}`} value={call.arguments} />
      <Pretty title={`Response, HTTP ${status}`} value={response} />
      <CopyBlocks payload={call.arguments} />
    </Entry>
  )
}

const WORDS = {
  waiting: 'waits for a connection',
  sent: 'waits for the app',
  acked: 'acked',
  failed: 'failed',
}

function EnvelopeEntry({ envelope }: { envelope: PageEnvelope }) {
  const { state, ack, error, payload, type, retry_attempt: retry } = envelope
  const took = ack === undefined ? '' : ` in ${Math.round(ack.ms)} ms`
  const word = state === 'failed' ? (error ?? 'failed') : `${WORDS[state]}${took}`
  const again = retry > 0 ? `, retry ${retry}` : ''
  return (
    <Entry
      way="Slack to app"
      name={describe(type, payload) + again}
      at={envelope.at}
      ok={state !== 'failed'}
      word={word}
    >
      <Pretty title={`Envelope ${envelope.envelope_id}, ${type}`} value={payload} />
      {ack && Object.keys(ack.payload).length > 0 && <Pretty title="Acknowledged with" value={ack.payload} />}
    </Entry>
  )
}

function describe(type: string, payload: Json): string {
  const event = isJson(payload['event']) ? stringOf(payload['event']['type']) : ''
  if (type === 'slash_commands') return stringOf(payload['command'])
  if (event !== '') return event
  return stringOf(payload['type']) || type
}

type EntryProps = {
  way: 'app to Slack' | 'Slack to app'
  name: string
  at: number
  ok: boolean
  word: string
  children: ReactNode
}

function Entry({ way, name, at, ok, word, children }: EntryProps) {
  const { me } = usePage()
  const [open, setOpen] = useState(false)
  return (
    <li className={`entry ${ok ? 'ok' : 'error'}`}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className={`way ${way === 'Slack to app' ? 'in' : 'out'}`}>
            <span aria-hidden="true">{way === 'Slack to app' ? '↓' : '↑'}</span>
            <span className="sr-only">{way}: </span>
          </span>
          <span className="entry-name">{name}</span>
          <span className="entry-word">{word}</span>
          <time>{clockSeconds(at, me.tz)}</time>
        </summary>
        {open && <div className="entry-body">{children}</div>}
      </details>
    </li>
  )
}

/** Slack's own words for what is wrong, with the path to it. */
function Reasons({ response }: { response: Json }) {
  const more = isJson(response['response_metadata']) ? response['response_metadata'] : {}
  const all = [response['errors'], more['messages']].flat().filter((one) => typeof one === 'string')
  if (all.length === 0) return null
  return (
    <ul className="reasons">
      {[...new Set(all)].map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
}

function Pretty({ title, value }: { title: string; value: unknown }) {
  return (
    <>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys. */}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </>
  )
}

function CopyBlocks({ payload }: { payload: Json }) {
  const { dispatch } = usePage()
  const blocks = jsonList(
    typeof payload['blocks'] === 'string' ? parse(payload['blocks']) : payload['blocks'],
  )
  if (blocks.length === 0) return null
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(JSON.stringify({ blocks }, null, 2))
      dispatch({ type: 'toast', text: 'Copied. Paste it into app.slack.com/block-kit-builder', tone: 'info' })
    } catch {
      dispatch({ type: 'toast', text: 'The browser does not let the page copy.', tone: 'info' })
    }
  }
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      Copy for Block Kit Builder
    </button>
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
