/**
 * A number of 32 bits for a text: FNV-1a (RFC 9923), which spreads well and needs no library. Against chance, not
 * against ill will.
 */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let place = 0; place < text.length; place++) {
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193)
  }
  // FNV leaves texts that differ in their last letters close to each other.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
