import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { complete, readDraft } from '../completion.ts'
import { usePage } from '../page-context.ts'
import { type Channel, channelsOf } from '../selectors.ts'
import { CompletionList, UsageHint } from './completion-list.tsx'
import { Icon } from './icon.tsx'
import { GlobalShortcuts } from './shortcuts.tsx'

type Props = { channel: Channel; threadTs?: string }

/** Where a person types: Enter sends, Shift+Enter breaks the line, `/`, `@` and `#` complete. */
export function Composer({ channel, threadTs }: Props) {
  const { server } = usePage()
  const inThread = threadTs !== undefined
  const [text, setText] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  const list = useId()
  const send = useSend(channel, threadTs)
  const completion = useCompletion(text, setText, box, inThread)
  const onSend = async () => {
    setText('')
    // What could not be sent comes back, unless something new stands there already.
    if (!(await send(text))) setText((now) => (now === '' ? text : now))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || completion.onKeyDown(event)) return
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void onSend()
  }
  useHeight(box, text)
  const where = inThread ? 'Reply…' : `Message ${channel.is_im ? server.app.name : `#${channel.name}`}`
  return (
    <div className="composer">
      <CompletionList id={list} {...completion} />
      <UsageHint text={text} shown={!inThread && completion.choices.length === 0} />
      <div className="composer-box">
        {!inThread && <GlobalShortcuts channel={channel} />}
        <textarea
          ref={box}
          id={inThread ? 'thread-composer' : 'composer'}
          rows={1}
          value={text}
          placeholder={where}
          aria-label={inThread ? 'Reply in this thread' : where}
          aria-autocomplete="list"
          aria-controls={list}
          aria-expanded={completion.choices.length > 0}
          aria-activedescendant={completion.choices.length > 0 ? `${list}-${completion.active}` : undefined}
          role="combobox"
          onChange={(event) => completion.typed(event.target)}
          onSelect={(event) => completion.moved(event.currentTarget)}
          onKeyDown={onKeyDown}
        />
        <SendButton disabled={text.trim() === ''} send={() => void onSend()} />
      </div>
      <Keys />
    </div>
  )
}

function SendButton({ disabled, send }: { disabled: boolean; send: () => void }) {
  return (
    <button type="button" className="send" aria-label="Send" disabled={disabled} onClick={send}>
      <Icon name="send" />
    </button>
  )
}

function Keys() {
  return (
    <p className="composer-foot">
      <kbd>Enter</kbd> sends, <kbd>Shift</kbd>+<kbd>Enter</kbd> breaks the line
    </p>
  )
}

function useHeight(box: { current: HTMLTextAreaElement | null }, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useEffect(() => {
    if (box.current === null) return
    box.current.style.height = 'auto'
    box.current.style.height = `${box.current.scrollHeight}px`
  }, [box, text])
}

/** Sends a draft as what it is. False when it stays with the person. */
function useSend(channel: Channel, threadTs: string | undefined): (text: string) => Promise<boolean> {
  const { server, me, act, dispatch } = usePage()
  return async (typed) => {
    const draft = readDraft(typed, server, threadTs !== undefined)
    const at = { user: me.id, channel: channel.id }
    switch (draft.kind) {
      case 'nothing':
        return true
      case 'refused':
        dispatch({ type: 'toast', text: draft.why, tone: 'error' })
        return false
      case 'command':
        return (await act({ do: 'command', ...at, command: draft.command, text: draft.text })).ok
      case 'message': {
        const thread = threadTs === undefined ? {} : { threadTs }
        return (await act({ do: 'post', ...at, text: draft.text, ...thread })).ok
      }
    }
  }
}

type Box = { current: HTMLTextAreaElement | null }

function useCompletion(text: string, setText: (text: string) => void, box: Box, inThread: boolean) {
  const { server, me } = usePage()
  const [caret, setCaret] = useState(0)
  const [active, setActive] = useState(0)
  const [closed, setClosed] = useState(false)
  const goal = useCaret(box)
  const found = complete(text.slice(0, caret), server, inThread, channelsOf(server, me))
  const choices = closed ? [] : found.choices
  const pick = (index: number) => {
    const choice = choices[index]
    if (choice === undefined) return
    const head = text.slice(0, found.from) + choice.insert
    setText(head + text.slice(caret))
    setCaret(head.length)
    goal.current = head.length
    box.current?.focus()
  }
  const typed = (area: HTMLTextAreaElement) => {
    setText(area.value)
    setCaret(area.selectionStart)
    setActive(0)
    setClosed(false)
  }
  const moved = (area: HTMLTextAreaElement) => setCaret(area.selectionStart)
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const step = STEPS[event.key]
    if (choices.length === 0 || event.shiftKey) return false
    if (step !== undefined) setActive((active + step + choices.length) % choices.length)
    else if (event.key === 'Enter' || event.key === 'Tab') pick(active)
    else if (event.key === 'Escape') setClosed(true)
    else return false
    event.preventDefault()
    return true
  }
  return { choices, active: Math.min(active, Math.max(0, choices.length - 1)), pick, typed, moved, onKeyDown }
}

/** Puts the caret where it belongs once React has put the text in, before the next key arrives. */
function useCaret(box: Box): { current: number | undefined } {
  const goal = useRef<number | undefined>(undefined)
  useLayoutEffect(() => {
    if (goal.current === undefined) return
    box.current?.setSelectionRange(goal.current, goal.current)
    goal.current = undefined
  })
  return goal
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
