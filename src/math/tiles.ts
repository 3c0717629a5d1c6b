/** @file How rows and queries lie in memory for the batched kernels (assembly/parts/tiles.ts): what one thread and several lay out alike. */

/** Eight-bit rows are padded to a multiple of 16. */
export const widthOf = (size: number): number => Math.ceil(size / 16) * 16

/** Behind the eight-bit values of a row: its scale, error and length. */
export const measureBytes = 16

/** Rows that the kernel takes together, tiles whose eight-bit scores are held at a time, and queries taken together. */
const tileRows = 8
const slabTiles = 512
export const queriesTogether = 4

/** Chunks tell by their greatest scores what the k best reach: so many lanes for each of the k, that few of those share one. */
const lanesAPlace = 8

export type Tiles = {
  readonly chunks: number
  readonly chunkTiles: number
  readonly bytes: number
  readonly boundBytes: number
}

/** For the k best of so many rows. */
export function layTiles(rows: number, width: number, k: number): Tiles {
  const tiles = Math.ceil(rows / tileRows)
  const chunkTiles = Math.max(1, Math.min(32, Math.floor((Math.min(tiles, slabTiles) * tileRows) / (lanesAPlace * Math.max(1, k)))))
  const chunks = Math.ceil(tiles / chunkTiles)
  return { chunks, chunkTiles, bytes: tiles * (width * tileRows + 4 * tileRows), boundBytes: chunks * 8 }
}

/** Four queries in sixteen bits with their measures, and their scores of a slab. */
export const scratchBytesOf = (width: number): number => queriesTogether * (measureBytes + 2 * width + slabTiles * tileRows * 4)
