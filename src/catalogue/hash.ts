import type { SourceFile } from './read-yaml.ts'
import type { Sliced } from './sliced.ts'

/**
 * A number of 32 bits for a text: FNV-1a (RFC 9923), which spreads well and needs no library. Against chance, not
 * against ill will.
 * @param before the number of what stands before it, to get one number for several texts
 */
export function hash(text: string, before = 0x811c9dc5): number {
  let value = before
  for (let place = 0; place < text.length; place++) {
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193)
  }
  // FNV leaves texts that differ in their last letters close to each other.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}

/** The version of the catalogue that these files make: other files, or other texts in them, are another version. */
export function* versionOf(files: readonly SourceFile[]): Sliced<string> {
  let value: number | undefined
  for (const file of files) {
    value = hash('text' in file ? file.text : file.unreadable.fault, hash(file.path, value))
    yield
  }
  return (value ?? 0).toString(36)
}
