/** The list that the catalogue began with, and that `sync` compares with. */
export const PUBLIC_LIST = 'https://github.com/responsivedev/awesome-kafka-streams'

/** An option as `parseArgs` takes it, and what a person wants to know of it. */
export type Option = {
  type: 'string' | 'boolean'
  multiple?: true
  default?: string
  /** What stands for its value; for those that have one. */
  takes?: string
  means: string
}

/** What a command is for, and all that it takes. */
export type Usage = {
  /** Under which heading it stands in the list of all commands. */
  group: 'find' | 'catalogue' | 'setup' | 'bot'
  /** What follows its name, for each way to call it. */
  forms: readonly string[]
  /** A line in the list of all commands. */
  does: string
  options: Readonly<Record<string, Option>>
  /** What else there is to say, a paragraph each. */
  more?: readonly string[]
}

const JSON_OPTION = { type: 'boolean', means: 'one JSON object on one line, for a program' } as const
const FOLDER_OPTION = {
  type: 'string',
  takes: 'DIR',
  means: 'another data folder than the one that comes with kstreams',
} as const
const text = <Takes extends string>(takes: Takes, means: string) =>
  ({ type: 'string', takes, means }) as const

/** All commands, in the order in which they are listed. Their arguments are read by these options. */
export const USAGES = {
  search: {
    group: 'find',
    forms: ['<words> [--limit N] [--json]', '--stdin [--limit N]'],
    does: 'find use cases',
    options: {
      limit: { ...text('N', 'how many use cases at the most, from 1 to 100 (5)'), default: '5' },
      json: JSON_OPTION,
      stdin: { type: 'boolean', means: 'reads one search a line, prints one JSON object a line' },
    },
    more: [
      'Among the words: "exactly once" in quotation marks must be there word for word, -spark leaves out what speaks of Spark, and filters such as industry:bank, company:walmart, topic:fraud, kind:video, year:2019, since:2021.',
    ],
  },
  stats: {
    group: 'find',
    forms: ['[--json]'],
    does: 'use cases by industry, topic, kind and year; how much is searched',
    options: { json: JSON_OPTION },
  },
  new: {
    group: 'catalogue',
    forms: ['', '--company NAME --link ADDRESS ... --yes'],
    does: 'add a use case: asks for what is not given, and writes its file',
    options: {
      company: text('NAME', 'the company, by its common name'),
      link: text('ADDRESS', 'where everybody can read or watch it: https://...'),
      kind: text('KIND', 'what the link leads to: talk, video, slides, article, paper, event, product'),
      industry: text('NAME', 'the industry of the company, as industries.yaml has it, or a synonym'),
      topic: {
        ...text('NAME', 'what it is about, as topics.yaml has it, or a synonym; several with commas between'),
        multiple: true,
      },
      title: text('TEXT', 'what they made, without the company'),
      summary: text('TEXT', 'what they do with Kafka Streams: a sentence that begins with a verb'),
      'link-title': text('TEXT', 'the title of the page itself'),
      event: text('NAME', 'the event of a talk, with its year: Current 2024'),
      year: text('YEAR', 'when it was told'),
      date: text('DAY', 'instead of --year, where the day is known: 2024-05-31'),
      speaker: { ...text('NAME', 'who told it; once for each'), multiple: true },
      folder: FOLDER_OPTION,
      yes: { type: 'boolean', means: 'asks only for what is missing, and writes at once' },
    },
    more: [
      'A company that is known gives its industry and countries. --link-title, --event, --year, --date and --speaker may be left out.',
      'Without a terminal, in a script, nothing can be asked: give the others, and --yes.',
    ],
  },
  check: {
    group: 'catalogue',
    forms: ['[folder|file]'],
    does: 'list all that there is to mend in a catalogue',
    options: {},
    more: [
      'The folder is a data folder; by default the one that comes with kstreams. Of a file only what is in it is listed.',
    ],
  },
  format: {
    group: 'catalogue',
    forms: ['[folder|files] [--check]'],
    does: 'put files into canonical form; comments are kept',
    options: { check: { type: 'boolean', means: 'only says which files are not in that form' } },
  },
  links: {
    group: 'catalogue',
    forms: ['[--report FILE] [--json] [--folder DIR]'],
    does: 'follow every link: which have moved, which are dead',
    options: {
      report: text('FILE', 'keeps the report there, and since when each link is as it is'),
      json: JSON_OPTION,
      folder: FOLDER_OPTION,
    },
    more: [
      'Takes a few minutes: each server is asked once a second at the most. Ctrl-C ends it with what is known so far.',
      'Exit codes: 0 no link is dead for certain, 1 some are, or no server could be reached, 2 bad usage, 130 stopped.',
    ],
  },
  sync: {
    group: 'catalogue',
    forms: ['[list] [--write] [--json] [--folder DIR]'],
    does: 'compare the public list "Kafka Streams in the wild" with the catalogue',
    options: {
      write: { type: 'boolean', means: 'drafts what is new as files, for you to finish' },
      json: JSON_OPTION,
      folder: FOLDER_OPTION,
    },
    more: [`The list is a README.md or its address; by default ${PUBLIC_LIST}.`],
  },
  schema: {
    group: 'catalogue',
    forms: [''],
    does: 'write the JSON Schemas of the catalogue anew',
    options: {},
    more: ['Needed after a change of topics.yaml or industries.yaml: editors offer the ids from there.'],
  },
  compile: {
    group: 'catalogue',
    forms: [''],
    does: 'check the catalogue for a quick start (part of the build)',
    options: {},
  },
  report: {
    group: 'bot',
    forms: [''],
    does: 'what was searched and not found, and what did not help',
    options: {},
    more: ['Counts of all workspaces, never who. DATABASE_URL says where the database is.'],
  },
  export: {
    group: 'bot',
    forms: ['[folder]'],
    does: 'write the suggestions that were accepted in Slack as files',
    options: {},
    more: [
      'The folder is a data folder, which is made when it is not there; by default the one that comes with kstreams. The files go to its use-cases; none is overwritten.',
      'DATABASE_URL says where the database is: file:FOLDER/kstreams.db for a playground that was started with npm start -- --state FOLDER.',
    ],
  },
  doctor: {
    group: 'setup',
    forms: ['[--json]'],
    does: 'check settings, tokens, scopes, database, catalogue and clock; say what to do',
    options: {
      json: { type: 'boolean', means: 'one JSON object a line, one for each check, for a program' },
    },
    more: [
      'Reads the same settings as the bot: the environment, and .env in the present folder. Changes nothing, prints no secret, and gives every server ten seconds.',
      'Exit codes: 0 no fault, perhaps warnings; 1 there is a fault; 2 bad usage.',
    ],
  },
  manifest: {
    group: 'setup',
    forms: ['[--url ADDRESS] [--org]'],
    does: "print the app's manifest, to paste at api.slack.com/apps",
    options: {
      url: text('ADDRESS', 'for HTTP instead of Socket Mode: where Slack reaches the bot, https://...'),
      org: { type: 'boolean', means: 'lets an organisation install it for all of its workspaces' },
    },
  },
  store: {
    group: 'bot',
    forms: ['backup FILE', 'move [FROM] TO'],
    does: "copy the bot's database to a file, or to another database",
    options: {},
    more: [
      'backup copies it also while the bot runs. move copies it, or FROM, to an empty one: stop the bot first. FROM and TO are addresses such as file:PATH or postgres://...',
    ],
  },
} as const satisfies Record<string, Usage>

export type CommandName = keyof typeof USAGES
