/** @file The contract of a kind of dataset: files of a published benchmark, or of somebody's own log, become a `Dataset`, with the splits that come with them. */

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PenchantError } from '../../errors.ts'
import type { Dataset } from '../dataset.ts'
import { openFiles, type SourceFile } from './files.ts'
import { readLines } from './lines.ts'
import type { LoadOptions } from './loader.ts'
import type { Rejection } from './rejections.ts'

/** A split that its source made. Both datasets have the same users and items by integer. */
export type GivenSplit = {
  readonly name: string
  readonly train: Dataset
  /** What is to be found, in the rows of the same users. */
  readonly test: Dataset
  /** Items that a user's targets are ranked among, without the targets themselves, by user: figures on such samples never stand beside full ones. */
  readonly candidates?: readonly Int32Array[] | undefined
}

export type LoadedDataset = {
  readonly dataset: Dataset
  /** The folds that were asked for. */
  readonly given?: readonly GivenSplit[] | undefined
  /** Rows that are not in the dataset, by reason. */
  readonly leftOut: readonly Rejection[]
}

/** Splits that belong together: the folds of one split, or a single one. */
export type SplitFamily = {
  readonly name: string
  readonly folds: readonly string[]
  /** Targets are ranked among candidates, not among all items. */
  readonly sampled: boolean
}

export type DatasetKind = {
  readonly name: string
  /** One line for people. */
  readonly summary: string
  /** Its folder among the benchmark data; without one, a path must be given. */
  readonly folder?: string | undefined
  /** What comes with it, the usual one first. */
  readonly splits: readonly SplitFamily[]
  /**
   * @param options `folds` names folds of `splits` to load beside the whole.
   * @throws PenchantError `invalid-input` where the files are not there, `import-rejected` where they are damaged.
   */
  load(path: string, options: DatasetOptions): Promise<LoadedDataset>
}

export type DatasetOptions = LoadOptions & { readonly folds?: readonly string[] | undefined }

export type LineShape = {
  readonly delimiter: string
  /** How many fields a line has; any number when left out. */
  readonly fields?: number | undefined
  readonly header?: boolean | undefined
}

type UseLine = (fields: readonly string[], line: number) => void

/** Calls with the fields of each line that is not empty. @throws PenchantError `import-rejected` for a line that is not of this shape. */
export async function eachLine(file: SourceFile, shape: LineShape, onBytes: (count: number) => void, use: UseLine): Promise<void> {
  const { delimiter, fields, header = false } = shape
  for await (const lines of readLines(file.read(onBytes), 'legacy')) {
    for (const line of lines) {
      if ('problem' in line) throw damaged(file.name, line.line, line.problem)
      if (line.text === '' || (header && line.line === 1)) continue
      const parts = line.text.split(delimiter)
      if (fields !== undefined && parts.length !== fields)
        throw damaged(file.name, line.line, `it has ${parts.length} fields, not ${fields}`)
      use(parts, line.line)
    }
  }
}

/** The files of a folder or zip by their names without `.gz`. */
export type DatasetFolder = {
  eachLine(name: string, shape: LineShape, use: UseLine): Promise<void>
  text(name: string): Promise<string>
}

/**
 * Opens a folder or zip for as long as `use` takes.
 *
 * @param files names of all files that will be read: the whole of the progress.
 * @throws PenchantError `invalid-input` where one is missing.
 */
export async function inFolder<T>(
  path: string,
  files: readonly string[],
  onProgress: LoadOptions['onProgress'],
  use: (folder: DatasetFolder) => Promise<T>,
): Promise<T> {
  const { files: found, close } = await openFiles(path)
  try {
    const byName = new Map(found.map((file) => [file.name, file]))
    const fileOf = (name: string): SourceFile => {
      const file = byName.get(name)
      if (file) return file
      throw new PenchantError(
        'invalid-input',
        `${path} has no file ${name} (or ${name}.gz). Download the data set again, or give its folder.`,
      )
    }
    const total = files.reduce((sum, name) => sum + fileOf(name).size, 0)
    let bytes = 0
    const onBytesOf = (file: string) => (count: number) => {
      bytes += count
      onProgress?.({ file, bytes, total })
    }
    return await use({
      eachLine: (name, shape, useLine) => eachLine(fileOf(name), shape, onBytesOf(name), useLine),
      async text(name) {
        const chunks = await Array.fromAsync(fileOf(name).read(onBytesOf(name)))
        return Buffer.concat(chunks).toString('utf8')
      },
    })
  } finally {
    await close()
  }
}

/** A published file that is not as it was published. */
export function damaged(file: string, line: number, what: string): PenchantError {
  return new PenchantError('import-rejected', `${file}, line ${line}: ${what}. Download the data set again.`)
}

/** The number that a field holds. */
export function numberIn(field: string | undefined, file: string, line: number): number {
  const value = field === undefined || field.trim() === '' ? Number.NaN : Number(field)
  if (!Number.isFinite(value)) throw damaged(file, line, 'a field is not a number')
  return value
}

/** Where a kind's files lie: the path given, else its folder among the benchmark data. @throws PenchantError `invalid-input` that names the folder. */
export async function placeOf(
  { name, folder }: Pick<DatasetKind, 'name' | 'folder'>,
  path: string | undefined,
  benchmarks: string | undefined,
): Promise<string> {
  const placeholder = folder === undefined ? 'FILE' : 'FOLDER'
  const place = path ?? (folder !== undefined && benchmarks !== undefined ? join(benchmarks, folder) : undefined)
  if (place === undefined) {
    const orSet = folder === undefined ? '' : ', or set PENCHANT_DATA to the folder that holds the data sets'
    throw new PenchantError('invalid-input', `Say where ${name} lies: ${name}:${placeholder}${orSet}.`)
  }
  try {
    await stat(place)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new PenchantError(
      'invalid-input',
      `${name} should be in ${place}, but nothing is there. Put it there, or give its place: ${name}:${placeholder}.`,
      {
        cause: error,
      },
    )
  }
  return place
}
