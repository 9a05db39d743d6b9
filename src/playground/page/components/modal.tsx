import { type FormEvent, useId, useLayoutEffect, useRef } from 'react'
import type { PageState } from '../../page-api.ts'
import { isJson, type Json, jsonList, stringOf, textOf } from '../json.ts'
import { usePage } from '../page-context.ts'
import { Blocks } from './blocks.tsx'
import { Field } from './field.tsx'
import { Icon } from './icon.tsx'

type ViewState = PageState['views'][number]

/** The modal in front of the acting person: the top one of its stack. */
export function Modals() {
  const { server, me } = usePage()
  const top = server.views.findLast((one) => one.type === 'modal' && one.open && one.user === me.id)
  return top ? <Modal key={top.id} state={top} /> : null
}

function Modal({ state }: { state: ViewState }) {
  const { me, act } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  const values = useRef<Record<string, unknown>>({})
  const title = useId()
  const { view } = state
  // The browser keeps the focus inside, and gives it back when the dialog closes while it still stands there.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>('.field, .choices input')?.focus()
    return () => element?.close()
  }, [])
  const close = () => void act({ do: 'closeView', user: me.id, viewId: state.id })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act({ do: 'submit', user: me.id, viewId: state.id, values: values.current })
  }
  const cancel = (event: { preventDefault: () => void }) => {
    event.preventDefault()
    close()
  }
  return (
    <dialog ref={dialog} className="modal" aria-labelledby={title} onCancel={cancel}>
      <form onSubmit={submit} noValidate>
        <div className="modal-head">
          <h2 id={title}>{textOf(view['title'])}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <div className="modal-body" key={state.hash}>
          <ModalBlocks state={state} values={values.current} />
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

function Trouble({ why }: { why: string }) {
  return (
    <p className="field-error" role="alert">
      We had some trouble connecting. Try again? <code>{why}</code>
    </p>
  )
}

function ModalBlocks({ state, values }: { state: ViewState; values: Record<string, unknown> }) {
  const { me, act } = usePage()
  const blocks = jsonList(state.view['blocks'])
  return blocks.map((block, index) =>
    block['type'] === 'input' ? (
      <InputBlock
        key={stringOf(block['block_id'])}
        block={block}
        error={state.errors[stringOf(block['block_id'])]}
        values={values}
      />
    ) : (
      <Blocks
        key={stringOf(block['block_id']) || index}
        blocks={[block]}
        use={(used) => void act({ do: 'pressInView', user: me.id, viewId: state.id, ...used })}
      />
    ),
  )
}

type InputProps = { block: Json; error: string | undefined; values: Record<string, unknown> }

function InputBlock({ block, error, values }: InputProps) {
  const id = useId()
  const element = isJson(block['element']) ? block['element'] : {}
  const hint = textOf(block['hint'])
  const change = (value: unknown) => {
    values[stringOf(element['action_id'])] = value
  }
  return (
    <div className="input-block">
      <label id={`${id}-label`} htmlFor={id}>
        {textOf(block['label'])} {block['optional'] === true && <small>(optional)</small>}
      </label>
      <Field element={element} change={change} id={id} describedBy={`${id}-more`} />
      <p id={`${id}-more`} className={error ? 'field-error' : 'field-hint'}>
        {error ?? hint}
      </p>
    </div>
  )
}
