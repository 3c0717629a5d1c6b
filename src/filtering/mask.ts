/** @file Masks: one byte an item, 0 or 1, combined four bytes at a time. A mask starts its buffer. */

/** Clears every byte of `mask` that is 0 in `other`. */
export function intersect(mask: Uint8Array, other: Uint8Array): void {
  const [four, others] = [fourAtOnce(mask), fourAtOnce(other)]
  for (let at = 0; at < four.length; at++) four[at] = (four[at] as number) & (others[at] as number)
  for (let item = four.length * 4; item < mask.length; item++) mask[item] = (mask[item] as number) & (other[item] as number)
}

/** Sets every byte of `mask` that is 1 in `other`. */
export function unite(mask: Uint8Array, other: Uint8Array): void {
  const [four, others] = [fourAtOnce(mask), fourAtOnce(other)]
  for (let at = 0; at < four.length; at++) four[at] = (four[at] as number) | (others[at] as number)
  for (let item = four.length * 4; item < mask.length; item++) mask[item] = (mask[item] as number) | (other[item] as number)
}

/** Negates a mask in place and returns it. */
export function invert(mask: Uint8Array): Uint8Array {
  const four = fourAtOnce(mask)
  for (let at = 0; at < four.length; at++) four[at] = (four[at] as number) ^ 0x01010101
  for (let item = four.length * 4; item < mask.length; item++) mask[item] = (mask[item] as number) ^ 1
  return mask
}

/** The number of bytes that are 1. */
export function countAdmitted(mask: Uint8Array): number {
  const four = fourAtOnce(mask)
  let admitted = 0
  // The product gathers the sum of the four bytes in its highest one.
  for (let at = 0; at < four.length; at++) admitted += Math.imul(four[at] as number, 0x01010101) >>> 24
  for (let item = four.length * 4; item < mask.length; item++) admitted += mask[item] as number
  return admitted
}

/** The whole words of a mask that starts its buffer; up to three bytes at the end are left over. */
function fourAtOnce(mask: Uint8Array): Uint32Array {
  return new Uint32Array(mask.buffer, mask.byteOffset, mask.length >> 2)
}
