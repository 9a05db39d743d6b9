/** All that makes the app: loaded in one go, since Bolt takes its time. */
export { openSlackApi } from './client.ts'
export { connect } from './connection.ts'
export { createAnswerDigest } from './digest-requests.ts'
export { createPeople } from './people.ts'
export { createPoster } from './poster.ts'
export { createSend } from './send.ts'
