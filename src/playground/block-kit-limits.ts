/**
 * Slack's limits as the playground enforces them, in characters or items, both ends allowed. On purpose not
 * shared with the app's own limits: the two tables check each other. Sources: docs.slack.dev
 * reference/block-kit (blocks, block-elements, composition-objects) and reference/views; where the docs are
 * silent, @slack/types 3.2.0 and java-slack-sdk.
 */
export const LIMITS = {
  blocks: { message: 50, modal: 100, home: 100 },
  /** Undocumented; seen by others from about this many characters of block text (bolt-js issue 2509). */
  allBlockText: 13_200,
  messageText: 40_000,
  attachments: 100,
  /** Bytes of JSON. Slack has such a limit (metadata_too_large), but says nowhere which: far more than anyone needs. */
  metadata: 8000,
  id: 255,
  url: 3000,
  altText: 2000,
  imageTitle: 2000,
  header: 150,
  headerLevel: 4,
  sectionText: 3000,
  sectionFields: 10,
  sectionField: 2000,
  contextElements: 10,
  contextText: 2000,
  actions: 25,
  contextActions: 5,
  trashUsers: 10,
  card: { title: 150, subtitle: 150, body: 200, subtext: 200, actions: 3 },
  carousel: 10,
  container: { title: 150, subtitle: 150, children: 10 },
  alert: 200,
  /** Over all markdown blocks of one message. */
  markdown: 12_000,
  table: { rows: 100, columns: 20 },
  /** Sources disagree (101 or 201 rows, 10,000 or 20,000 characters); the stricter. Rows include the header. */
  dataTable: { rows: 101, columns: 20, characters: 10_000, pageSize: 100 },
  video: { title: 199, author: 49, description: 199 },
  buttonText: 75,
  buttonValue: 2000,
  optionText: 75,
  optionValue: 75,
  selectOptions: 100,
  overflowOptions: 5,
  choiceOptions: 10,
  placeholder: 150,
  inputLabel: 2000,
  inputLength: 3000,
  confirm: { title: 100, text: 300, button: 30 },
  view: { title: 24, button: 24, privateMetadata: 3000, callbackId: 255, externalId: 255 },
} as const
