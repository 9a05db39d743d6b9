/** The database cannot be used, in words for the one who set it up. */
export class StoreError extends Error {
  override name = 'StoreError'
}
