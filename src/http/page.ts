import { createHash } from 'node:crypto'

/** The look of every page: of the system, light or dark, and one column that fits a phone. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #5b5a5c; --paper: #fff; --line: #dddbdd; --accent: #4a154b; --on-accent: #fff; --code: #f4f1f4; --link: #0b5cad }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceaec; --soft: #b0adb1; --paper: #1a1a1d; --line: #3d3b40; --accent: #e3c6e5; --on-accent: #2a0d2b; --code: #29272c; --link: #8ec5ff }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 42rem; padding: 1.5rem 1.25rem 3rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding-bottom: 1rem; border-bottom: 1px solid var(--line) }
header > a { margin-right: auto; color: inherit; font-weight: 700; text-decoration: none }
h1 { margin: 2rem 0 .75rem; font-size: 1.75rem; line-height: 1.25; text-wrap: balance }
h2 { margin: 2rem 0 .5rem; font-size: 1.125rem }
a { color: var(--link) }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: .25rem }
a.button { display: inline-block; margin: .5rem .5rem .5rem 0; padding: .625rem 1.25rem; border-radius: .5rem; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none }
a.button + a { display: inline-block }
code { display: inline-block; padding: .125rem .375rem; border-radius: .25rem; background: var(--code); font: .9375em/1.4 ui-monospace, monospace }
ul, ol, dl, dd { margin: 0; padding: 0 }
ul, ol { padding-left: 1.25rem }
li + li { margin-top: .375rem }
dt { margin-top: 1rem; font-weight: 600 }
.soft { color: var(--soft) }
`

/** What the content security policy allows: this style, and nothing else. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`

/** Text that is safe within HTML and within the quotes of an attribute. */
export type Html = { html: string }

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (one) => ESCAPES[one] ?? '')

type Piece = string | number | Html | readonly Html[]

/** HTML with pieces in it: everything is escaped but what was made by this function. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const written = pieces.map((piece) => {
    if (typeof piece !== 'object') return escapeHtml(String(piece))
    return 'html' in piece ? piece.html : piece.map((one) => one.html).join('')
  })
  return { html: parts.map((part, index) => part + (written[index] ?? '')).join('') }
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%234a154b'/%3E%3Cpath d='M6 11q5-5 10 0t10 0M6 21q5-5 10 0t10 0' fill='none' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E"

/** A whole page. It runs nothing and loads nothing, so that it needs no more than what is in it. */
export function layOut(title: string, main: Html): string {
  const style = { html: `<style>${STYLE}</style>` }
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="${ICON}">
${style}
</head>
<body>
<header><a href="/">kstreams</a><nav aria-label="Pages"><a href="/privacy">Privacy</a> &middot; <a href="/support">Support</a></nav></header>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`.html
}
