/** What HTTP mode needs, loaded in one go: Socket Mode does without. */
export { createPages } from './pages.ts'
export { startHttp } from './server.ts'
export { guardedReceiver } from './slack-requests.ts'
