import { DEFAULT_COMMAND, EXAMPLES } from '../cards/commands.ts'
import { count } from '../cards/text.ts'
import { type Html, html, layOut } from './page.ts'

export type Site = {
  /** Whether the app can be installed here, by `/slack/install`. */
  installs: boolean
  /** Whom people ask: a mail address, or an https address; checked by config.ts. */
  contact?: string | undefined
  /** For how many days words of searches, votes and declined suggestions are kept. */
  keptDays: number
  /** How many days after an uninstallation everything of a workspace is erased. */
  erasedAfterDays: number
}

/**
 * An installation that went well; IDs, name and address as Slack gives them. Without a team, and with the address of its
 * settings, where a whole organisation installed.
 */
export type Installed = {
  appId: string | undefined
  team: { id: string; name?: string | undefined } | undefined
  organisationUrl?: string | undefined
}

export type Pages = {
  landing: string
  privacy: string
  support: string
  /** For an address at which there is nothing. */
  missing: string
  installed: (what: Installed) => string
  /** @param code of the errors of `@slack/oauth`, or none */
  failed: (code: string | undefined) => string
}

/** The pages that people see in a browser: whole HTML documents. */
export function createPages(site: Site): Pages {
  return {
    landing: landing(site),
    privacy: privacy(site),
    support: support(site),
    missing: MISSING,
    installed,
    failed: (code) => failed(code, site),
  }
}

function landing({ installs }: Site): string {
  return layOut(
    'Who uses Kafka Streams for this?',
    html`<p>kstreams is a Slack app that answers with public use cases of Kafka Streams: who built what, and the talk, article or paper that tells of it. It can also post one use case a day to the channels that want it.</p>
${installs ? INSTALL : html`<p class="soft">It is not installed from this page. Where it is in your workspace, type <code>${DEFAULT_COMMAND} help</code>.</p>`}
<h2>Things to try</h2>
<ul>
${EXAMPLES.slice(0, 3).map(({ query, says }) => html`<li><code>${DEFAULT_COMMAND} ${query}</code> ${says}</li>\n`)}</ul>
<p>Good to know: <a href="/privacy">what is kept, and for how long</a>, and <a href="/support">where to get help</a>.</p>`,
  )
}

const MISSING = layOut(
  'There is nothing here',
  html`<p>The address may be mistyped, or is not for a browser. <a href="/">What kstreams is</a></p>`,
)

const INSTALL = html`<p><a class="button" href="/slack/install">Add to Slack</a></p>`

/** The same as `privacyReply` in Slack and the README's table, for who decides about a whole workspace. */
function privacy({ installs, contact, keptDays, erasedAfterDays }: Site): string {
  const facts = [...keptOfPeople(count(keptDays, 'day')), ...(installs ? [INSTALLATION] : [])]
  const uninstalling = html`<li>When the app is uninstalled, its tokens are erased at once, and everything else of the workspace after ${count(erasedAfterDays, 'day')}. Who installs it again before that finds everything as it was; digests go on once somebody types <code>${DEFAULT_COMMAND} digest resume</code>.</li>\n`
  return layOut(
    'Privacy',
    html`<p>The bot reads the commands, mentions and direct messages that are meant for it, posted links to talks that it knows, and the buttons and forms that people use. Of all that it keeps this, by workspace, and no workspace sees another&rsquo;s:</p>
<dl>
${facts.map(([what, why]) => html`<dt>${what}</dt><dd>${why}</dd>\n`)}</dl>
<h2>Never</h2>
<p>Other messages, files, and anything else from channels.</p>
<h2>Erasing it</h2>
<ul>
<li><code>${DEFAULT_COMMAND} forget me</code> erases what is kept of you. What others still need, such as a digest, goes on without your name.</li>
${installs ? uninstalling : ''}<li><code>${DEFAULT_COMMAND} privacy</code> says in Slack what is kept of you.</li>
<li>Backups keep what was erased after they were made, until they are deleted, too.</li>
</ul>
${contact === undefined ? '' : html`<h2>Who is responsible</h2>\n<p>Whoever runs this bot: ${contactLink(contact)}</p>`}`,
  )
}

type Fact = readonly [what: string, why: string]

const INSTALLATION: Fact = [
  'The installation',
  'The ID of the workspace, who installed the app, and the token that Slack gives the bot, encrypted.',
]

const keptOfPeople = (kept: string): Fact[] => [
  [
    'Words of searches',
    `Of up to 60 characters, counted by workspace and day and never by person, also of searches in messages to the bot: ${kept}. Admins see which found nothing. What many ask for is suggested to others of the workspace only where it is a name in the catalogue, such as that of a company or topic.`,
  ],
  ['Votes', `Whether an answer helped, under a hash in place of a name: ${kept}.`],
  [
    'Saved use cases',
    'For whoever saved them, until they are removed. Also that somebody was welcomed, so that it happens once.',
  ],
  ['Digests', 'Their channel, time and topics, and who set them up or changed them: while they exist.'],
  [
    'Suggestions and reports',
    `What somebody suggests, with who suggested, edited and decided: while it waits or is in answers, ${kept} where it is declined or withdrawn. A reported problem, with who reported it: until it is dealt with.`,
  ],
]

function support({ contact }: Site): string {
  const whom =
    contact === undefined
      ? html`<p>Ask whoever runs this bot: the people who look after Slack in your company know.</p>`
      : html`<p>Write to us: ${contactLink(contact)}</p>`
  return layOut(
    'Support',
    html`${whom}
<h2>If something is not right</h2>
<ul>
<li><strong>No answer to a command?</strong> Wait a minute and type it again. Commands do not work in threads; mention the bot there instead.</li>
<li><strong>No answer to a mention?</strong> Invite the bot to the channel: <code>/invite @kstreams</code></li>
<li><strong>No digest?</strong> <code>${DEFAULT_COMMAND} digest</code> in its channel says when the next one comes, or why none does.</li>
<li><strong>An answer with a reference such as <code>a1b2c3</code>?</strong> Send the reference along: it leads to the cause.</li>
</ul>`,
  )
}

function contactLink(contact: string): Html {
  return /^https?:/.test(contact)
    ? html`<a href="${contact}">${contact}</a>`
    : html`<a href="mailto:${contact}">${contact}</a>`
}

function installed({ appId, team, organisationUrl }: Installed): string {
  if (team === undefined) return installedForAll(appId, organisationUrl)
  const app = appId === undefined ? '' : `&id=${encodeURIComponent(appId)}`
  const id = encodeURIComponent(team.id)
  return layOut(
    'kstreams is installed',
    html`<p>It is ready${team.name === undefined ? '' : html` in <strong>${team.name}</strong>`}.</p>
<p><a class="button" href="slack://app?team=${id}${app}">Open Slack</a> <a href="https://app.slack.com/client/${id}">Open it in the browser</a></p>
<h2>What to do next</h2>
<ol>
${NEXT}</ol>`,
  )
}

const NEXT = html`<li>Type <code>${DEFAULT_COMMAND} ${EXAMPLES[0].query}</code> in any channel.</li>
<li>Invite the bot to a channel with <code>/invite @kstreams</code>, and mention it there.</li>
<li>Set up a use case a day for a channel: <code>${DEFAULT_COMMAND} digest</code></li>
`

function installedForAll(appId: string | undefined, organisationUrl = ''): string {
  // Where Slack's own library sends people, too.
  const settings = `${organisationUrl}manage/organization/apps/profile/${encodeURIComponent(appId ?? '')}/workspaces/add`
  const known = appId !== undefined && /^https:\/\/[^/]+\/$/.test(organisationUrl)
  return layOut(
    'kstreams is installed',
    html`<p>Your organisation has it. An admin of the organisation now chooses the workspaces that get it.</p>
<p>${known ? html`<a class="button" href="${settings}">Choose workspaces</a> ` : ''}<a href="slack://open">Open Slack</a></p>
<h2>Then, in one of these workspaces</h2>
<ol>
${NEXT}</ol>
<p class="soft">No message comes to you by itself: the bot does not know in which workspace to write.</p>`,
  )
}

/** The page for who came here by a way that leads nowhere any more, or by none; undefined where something failed. */
function astray(code: string | undefined): string | undefined {
  if (code === 'slack_oauth_invalid_state') {
    return layOut(
      'This installation is over',
      html`<p>If you have just seen that it is installed, all is well. Otherwise try again.</p>
${AGAIN}
<p class="soft">It was finished already, took longer than ten minutes, or was begun in another browser.</p>`,
    )
  }
  if (code !== 'slack_oauth_missing_code' && code !== 'slack_oauth_missing_state') return undefined
  return layOut(
    'This address is only for Slack',
    html`<p>Slack sends people back here while they install the app. To install it, begin with the button:</p>
${INSTALL}`,
  )
}

const AGAIN = html`<p><a class="button" href="/slack/install">Try again</a></p>`

function failed(code: string | undefined, { contact }: Site): string {
  const other = astray(code)
  if (other !== undefined) return other
  const why =
    code === 'slack_oauth_installer_authorization_error'
      ? 'The installation was cancelled in Slack, or Slack did not allow it.'
      : 'Slack did not let us finish, or we could not keep what it gave us.'
  return layOut(
    'kstreams was not installed',
    html`<p>${why}</p>
${AGAIN}
<p class="soft">If it fails again: ${contact === undefined ? html`<a href="/support">support</a>` : contactLink(contact)}.</p>`,
  )
}
