import { type FormEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { PageState } from '../../page-api.ts'
import { draftValues, missingIn } from '../draft.ts'
import { isJson, textOf } from '../json.ts'
import { usePage } from '../page-context.ts'
import { useDraft } from '../use-draft.ts'
import { Icon, type IconName } from './icon.tsx'
import { ViewBlocks } from './view-blocks.tsx'

type ViewState = PageState['views'][number]

/** The modal in front of the acting person: the top one of its stack. */
export function Modals() {
  const { server, me } = usePage()
  const top = server.views.findLast((one) => one.type === 'modal' && one.open && one.user === me.id)
  return top ? <Modal key={top.id} state={top} /> : null
}

const FIELDS = '.field, .picker-input, .choices input'
/** Where a modal begins: at the element that asks for it (focus_on_load), else at the first one. */
const FIRST = [...FIELDS.split(', ').map((one) => `.focus-on-load ${one}`), FIELDS]

function Modal({ state }: { state: ViewState }) {
  const { me, act } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  const draft = useDraft(state, me.id)
  const [missing, setMissing] = useState<string[]>([])
  const title = useId()
  const { view } = state
  // The browser keeps the focus inside, and gives it back when the dialog closes while it still stands there.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    const first = FIRST.map((one) => element?.querySelector<HTMLElement>(one)).find(Boolean)
    first?.focus()
    return () => element?.close()
  }, [])
  const close = () => void act({ do: 'closeView', user: me.id, viewId: state.id })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const empty = missingIn(view, draft)
    setMissing(empty)
    if (empty.length > 0) return
    void act({ do: 'submit', user: me.id, viewId: state.id, values: draftValues(view, draft) })
  }
  const cancel = (event: { preventDefault: () => void }) => {
    event.preventDefault()
    close()
  }
  useEffect(() => {
    if (missing.length === 0) return
    dialog.current?.querySelector<HTMLElement>(`.input-block.wrong :is(${FIELDS})`)?.focus()
  }, [missing])
  return (
    <dialog ref={dialog} className="modal" aria-labelledby={title} onCancel={cancel}>
      <form onSubmit={submit} noValidate>
        <div className="modal-head">
          {state.previousId && <HeadButton label="Back" icon="back" click={close} />}
          <h2 id={title}>{textOf(view['title'])}</h2>
          <HeadButton label="Close" icon="close" click={close} />
        </div>
        <div className="modal-body">
          <ViewBlocks state={state} draft={draft} missing={missing} />
          {state.trouble && <Trouble why={state.trouble} />}
        </div>
        <div className="modal-foot">
          <button type="button" className="button" onClick={close}>
            {textOf(view['close']) || 'Cancel'}
          </button>
          {isJson(view['submit']) && (
            <button type="submit" className="button primary">
              {textOf(view['submit'])}
            </button>
          )}
        </div>
      </form>
    </dialog>
  )
}

/** Back and Close close the view on top; whether those below it go, too, its `clear_on_close` says. */
function HeadButton({ label, icon, click }: { label: string; icon: IconName; click: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label={label} onClick={click}>
      <Icon name={icon} />
    </button>
  )
}

function Trouble({ why }: { why: string }) {
  return (
    <p className="field-error" role="alert">
      We had some trouble connecting. Try again? <code>{why}</code>
    </p>
  )
}
