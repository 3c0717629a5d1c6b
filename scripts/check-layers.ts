/** @file Checks the layers of src/ and web/src: a part imports from the left of it or inside itself, and no files import each other in a circle.
 *
 * Usage: node scripts/check-layers.ts
 * Tests are exempt: they wire drivers and models together as the engine does.
 */
import { join, posix } from 'node:path'
import { isTest, isTypeScript, readSources, type SourceTree, withoutComments } from './source-tree.ts'

/** From left to right. Parts on one line do not import each other. */
const layers = [
  ['errors'],
  ['math'],
  ['data'],
  ['storage contract'],
  ['capture', 'embeddings', 'profile', 'models', 'storage drivers'],
  ['pipeline'],
  ['retrieval', 'filtering', 'ranking', 'reranking', 'policy', 'conversation', 'llm', 'evaluation'],
  ['engine'],
  ['testing'],
  ['index', 'ai', 'evaluate'],
  ['server', 'mcp'],
  ['cli'],
  ['client'],
  ['web'],
] as const

/** Parts that nobody imports: they are doors for users, not layers. */
const doors = ['testing', 'index', 'ai', 'evaluate', 'cli']

export type Import = { readonly path: string; readonly typeOnly: boolean }

/** The files that a file imports: relative paths and our own package name, resolved to paths from the root; other packages are left out. */
export function importsOf(path: string, code: string): Import[] {
  const pattern =
    /\b(?:import|export)\s+(type\s)?(?:[^'"`;()=]*?\sfrom\s*)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)|\bnew URL\(\s*['"](\.[^'"\n]+\.ts)['"]/g
  return [...withoutComments(code, 'keep').matchAll(pattern)].flatMap((match) => {
    const target = resolveTarget(path, match[2] ?? match[3] ?? match[4] ?? '')
    return target === undefined || !isTypeScript(target) ? [] : [{ path: target, typeOnly: match[1] !== undefined }]
  })
}

function resolveTarget(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  if (specifier === 'penchant') return 'src/index.ts'
  const door = /^penchant\/(server|client|testing)$/.exec(specifier)
  if (specifier === 'penchant/ai' || specifier === 'penchant/evaluate') return `src/${specifier.slice('penchant/'.length)}.ts`
  return door ? `src/${door[1]}/index.ts` : undefined
}

/** The part a file belongs to: its folder in src/, with the storage contract and its drivers told apart. */
export function partOf(path: string): string {
  if (path.startsWith('web/')) return 'web'
  const name = /^src\/([^/]+?)(?:\.ts|\/.*)$/.exec(path)?.[1] ?? path
  if (name !== 'storage') return name
  return path === 'src/storage/storage.ts' ? 'storage contract' : 'storage drivers'
}

/** One line for every import that the layers forbid, and for every circle. */
export function layerProblems(tree: SourceTree): string[] {
  const graph = new Map([...tree].filter(([path]) => !isTest(path)).map(([path, code]) => [path, importsOf(path, code)]))
  const problems = [...graph].flatMap(([path, imports]) => {
    if (rankOf(partOf(path)) < 0) return [`${path}: "${partOf(path)}" is in no layer: name it in scripts/check-layers.ts`]
    return imports.flatMap((target) => importProblem(path, target) ?? [])
  })
  return [...problems, ...circles(graph)]
}

function rankOf(part: string): number {
  return layers.findIndex((names) => (names as readonly string[]).includes(part))
}

function importProblem(path: string, target: Import): string | undefined {
  const from = partOf(path)
  const to = partOf(target.path)
  if (from === to) return undefined
  const problem = `${path} imports ${target.path}: `
  if (from === 'web') return to === 'client' ? undefined : `${problem}the web imports only the client`
  if (doors.includes(to)) return `${problem}"${to}" is a door for users, nothing inside imports it`
  if (from === 'client' && !target.typeOnly) return `${problem}the client imports types only (import type)`
  if (rankOf(to) >= 0 && rankOf(to) < rankOf(from)) return undefined
  return `${problem}"${to}" is not to the left of "${from}"`
}

/** Depth-first search; every circle is named once, from the file where the search met it. */
function circles(graph: ReadonlyMap<string, readonly Import[]>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const trail: string[] = []
  const visit = (path: string) => {
    if (trail.includes(path)) found.push(`circle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
    if (done.has(path) || trail.includes(path)) return
    trail.push(path)
    for (const target of graph.get(path) ?? []) visit(target.path)
    trail.pop()
    done.add(path)
  }
  for (const path of graph.keys()) visit(path)
  return found
}

if (import.meta.main) {
  const tree = readSources(
    join(import.meta.dirname, '..'),
    ['src', 'web/src'],
    (path) => isTypeScript(path) && !path.startsWith('src/math/assembly/'),
  )
  const problems = layerProblems(tree)
  for (const problem of problems) console.error(problem)
  console.log(`${tree.size} files, ${problems.length} forbidden imports and circles`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
