import {
  type FormEvent,
  type ReactNode,
  type SyntheticEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { Act, PageState } from '../../page-api.ts'
import { sendAct } from '../api.ts'
import { draftValues } from '../draft.ts'
import { useFieldFaults } from '../field-faults.ts'
import { isJson, textOf } from '../json.ts'
import { PageContext, usePage } from '../page-context.ts'
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

/** What is done in a modal, and why it was refused last: said inside, since what lies behind is not seen. */
function useActing() {
  const [refusal, setRefusal] = useState<string>()
  const act = async (what: Act) => {
    const answer = await sendAct(what)
    setRefusal(answer.ok ? undefined : answer.error)
    return answer
  }
  return { act, refusal }
}

function Modal({ state }: { state: ViewState }) {
  const page = usePage()
  const { me } = page
  const { act, refusal } = useActing()
  const dialog = useRef<HTMLDialogElement>(null)
  const draft = useDraft(state, me.id)
  const { faults, check } = useFieldFaults(state, draft, () =>
    dialog.current?.querySelector<HTMLElement>(`.input-block.wrong :is(${FIELDS})`)?.focus(),
  )
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
    if (check()) void act({ do: 'submit', user: me.id, viewId: state.id, values: draftValues(view, draft) })
  }
  const cancel = (event: SyntheticEvent) => {
    // A question on top of the modal (a button that asks to confirm) closes by itself, and alone.
    if (event.target !== event.currentTarget) return
    event.preventDefault()
    close()
  }
  return (
    <dialog ref={dialog} className="modal" aria-labelledby={title} onCancel={cancel}>
      <form onSubmit={submit} noValidate>
        <div className="modal-head">
          {state.previousId && <HeadButton label="Back" icon="back" click={close} />}
          <h2 id={title}>{textOf(view['title'])}</h2>
          <HeadButton label="Close" icon="close" click={close} />
        </div>
        <div className="modal-body">
          <PageContext value={{ ...page, act }}>
            <ViewBlocks state={state} draft={draft} faults={faults} />
          </PageContext>
        </div>
        {state.trouble && (
          <Trouble>
            We had some trouble connecting. Try again? <code>{state.trouble}</code>
          </Trouble>
        )}
        {refusal && <Trouble>{refusal}</Trouble>}
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

function Trouble({ children }: { children: ReactNode }) {
  return (
    <p className="modal-trouble" role="alert">
      {children}
    </p>
  )
}
