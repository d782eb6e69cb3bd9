// Makes a fresh machine ready: Node's version, npm packages by the lock file's hash, foreign programs through apt-get.
// Runs before node_modules exists, hence nothing outside node: is required. A second call finds everything and does nothing.
//   node tools/setup.js [--quiet] [--for-tests] [--for-kamailio]
// Exit 0 ready (or a program is missing and was named) · 4 wrong Node, npm failed, or CI=true and a program is missing.
'use strict'
const { spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')

const root = path.resolve(__dirname, '..')
const flags = process.argv.slice(2)
const unknown = flags.filter((flag) => !['--quiet', '--for-tests', '--for-kamailio'].includes(flag))
if (unknown.length > 0) stop(`setup knows --quiet, --for-tests and --for-kamailio, not ${unknown.join(' ')}`)

const forEveryRun = [
  { program: 'sipp', debian: 'sip-tester', without: 'runs go on with --engine socket' },
  { program: 'java', debian: 'default-jre-headless', without: 'the Allure report is not rendered' },
]
// Debian keeps libraries in a folder of the machine's kind.
const libraries = `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch] ?? process.arch}-linux-gnu`
const forKamailio = [
  { program: 'kamailio', debian: 'kamailio', without: 'examples/kamailio cannot be run' },
  {
    program: 'ims_diameter_server.so',
    file: `${libraries}/kamailio/modules/ims_diameter_server.so`,
    debian: 'kamailio-ims-modules',
    without: 'examples/kamailio cannot be run',
  },
]
const forTests = [
  { program: 'tshark', debian: 'tshark', without: 'the tests that compare with it are skipped' },
  { program: 'tcpdump', debian: 'tcpdump', without: 'the tests that capture with it are skipped' },
  { program: 'chromium', debian: 'chromium', without: 'the tests that open reports in it are skipped' },
  { program: 'openssl', debian: 'openssl', without: 'the tests over TLS are skipped' },
  { program: 'freeDiameterd', debian: 'freediameterd', without: 'the tests with freeDiameter are skipped' },
  {
    program: 'acl_wl.fdx',
    file: '/usr/lib/freeDiameter/acl_wl.fdx',
    debian: 'freediameter-extensions',
    without: 'the tests with freeDiameter are skipped',
  },
  { program: 'erl', debian: 'erlang-diameter', without: 'the tests with Erlang are skipped' },
  { program: 'gcc', debian: 'gcc', without: 'the comparison with the dictionary of freeDiameter is skipped' },
  {
    program: 'libfdcore.h',
    file: '/usr/include/freeDiameter/libfdcore.h',
    debian: 'libfreediameter-dev',
    without: 'the comparison with the dictionary of freeDiameter is skipped',
  },
  ...forKamailio,
]

checkNode()
const installedPackages = installPackages()
const forThisRun = flags.includes('--for-tests') ? forTests : flags.includes('--for-kamailio') ? forKamailio : []
const missing = [...forEveryRun, ...forThisRun].filter(isMissing)
if (missing.length > 0) installPrograms(missing)
if (!installedPackages && missing.length === 0 && !flags.includes('--quiet')) say('everything is here, nothing to do')

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if ((major === 20 && minor >= 20) || major === 22 || major >= 24) return
  stop(`Node ${process.versions.node} is not supported: install Node 20 (20.20 or later), 22, or 24 and later`)
}

function installPackages() {
  const wanted = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = path.join(root, 'node_modules', '.ch1-lock')
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8').trim() === wanted) return false
  say('installing the npm packages of package-lock.json (npm ci)')
  // --include=dev: with NODE_ENV=production npm would leave the development packages out and still exit 0.
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: root, encoding: 'utf8' })
  if (npm.error) stop(`npm could not be started (${npm.error.message}): install npm, then run: npm run setup`)
  if (npm.status !== 0) stop(`npm ci failed, run it by hand to see more:\n${npm.stderr || npm.stdout}`)
  fs.writeFileSync(stamp, `${wanted}\n`)
  return true
}

function installPrograms(wanted) {
  const asRoot = wayToRoot()
  const packages = wanted.map(({ debian }) => debian)
  let reason = asRoot.why
  if (asRoot.command) {
    say('refreshing the package lists (apt-get update)')
    const update = aptGet(asRoot.command, ['update'])
    if (update !== undefined) say(`apt-get update did not succeed (${update}), trying with the lists there are`)
    for (const { program, debian } of wanted) {
      say(`installing ${program} (apt-get install ${debian})`)
      reason = aptGet(asRoot.command, ['install', '--yes', '--no-install-recommends', debian]) ?? reason
    }
  }
  const still = wanted.filter(isMissing)
  for (const { program, without } of still)
    say(`${program} is missing and could not be installed (${reason ?? 'not in PATH after the installation'}): ${without}`)
  if (still.length === 0) return
  const names = packages.filter((name) => still.some(({ debian }) => debian === name))
  say(`to mend it, run: sudo apt-get install ${names.join(' ')}`)
  if (process.env.CI === 'true') stop(`CI=true wants every program: ${still.map(({ program }) => program).join(', ')} missing`)
}

// Answers undefined on success, else the last line of what apt-get complained about.
function aptGet(asRoot, words) {
  const [command, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--quiet', ...words]
  const result = spawnSync(command, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20 })
  if (result.status === 0) return undefined
  return (result.stderr ?? '').trim().split('\n').pop() || result.error?.message || `exit code ${result.status}`
}

function wayToRoot() {
  if (!inPath('apt-get')) return { why: 'there is no apt-get here' }
  if (process.getuid?.() === 0) return { command: [] }
  if (inPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) return { command: ['sudo', '-n'] }
  return { why: 'neither root nor sudo without a password' }
}

// What is no program is known by its file.
function isMissing({ program, file }) {
  return file === undefined ? !inPath(program) : !fs.existsSync(file)
}

// Looks, and does not run: starting a JVM alone would cost more than the whole call may.
function inPath(program) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => folder !== '' && isExecutable(path.join(folder, program)))
}

function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}

function say(line) {
  process.stderr.write(`setup: ${line}\n`)
}

function stop(line) {
  say(line)
  process.exit(4)
}
