/** What connects the app to Slack: loaded in one go, since Bolt takes its time. */
export { openSlackApi } from './client.ts'
export { connect } from './connection.ts'
export { explained } from './explained.ts'
export { createHttpReceiver } from './http-receiver.ts'
export { createSends } from './send.ts'
export { createSockets } from './sockets.ts'
