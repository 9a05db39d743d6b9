/** What connects the app to Slack: loaded in one go, since Bolt takes its time. */
export { openSlackApi } from './client.ts'
export { connect } from './connection.ts'
export { createSend } from './send.ts'
