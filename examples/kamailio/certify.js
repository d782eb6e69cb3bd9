// Installs Kamailio where it is missing, starts it as participating function, certifies it by its own profile, and wants the run to find
// what known-failures.yaml says, no more and no less:
//   node examples/kamailio/certify.js [--out DIR] [more flags of ch1 run]
// Exit 0 found exactly that · 1 found something else · 4 Kamailio cannot be installed or started · 5 it or the run broke.
'use strict'
const { spawn, spawnSync } = require('node:child_process')
const dgram = require('node:dgram')
const fs = require('node:fs')
const net = require('node:net')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { kamailioVersion, startKamailio } = require('./kamailio-process')
const { differences, readKnownFailures, tally } = require('./known-failures')

const ROOT = path.resolve(__dirname, '..', '..')
const RUN_MS = 180_000

main(process.argv.slice(2)).catch((error) => stop(5, error.message))

async function main(args) {
  setUp()
  const version = kamailioVersion()
  if (version === undefined) return stop(4, 'kamailio is not installed: sudo apt-get install kamailio kamailio-ims-modules')
  const ports = { sip: await freePort('udp'), core: await freePort('udp'), ch1: await freePort('tcp') }
  let kamailio
  try {
    kamailio = startKamailio(ports)
  } catch (error) {
    return stop(4, `${error.message}\nIs kamailio-ims-modules installed? sudo apt-get install kamailio kamailio-ims-modules`)
  }
  process.once('exit', kamailio.kill)
  try {
    const run = await certified(ports, kamailio, args)
    if (run.broken) return stop(5, `${run.broken}\n${kamailio.tail()}`)
    judge(version, run.verdicts)
  } finally {
    await kamailio.stop()
    process.off('exit', kamailio.kill)
  }
}

function setUp() {
  const setup = path.join(ROOT, 'tools', 'setup.js') // a checkout has it, an installed package is set up already
  if (!fs.existsSync(setup)) return
  const { status } = spawnSync(process.execPath, [setup, '--quiet', '--for-kamailio'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 5)
}

/** Runs `bin/ch1 run` against Kamailio; what it found, or what broke. */
async function certified({ sip, core, ch1 }, kamailio, args) {
  const at = (port) => `127.0.0.1:${port}`
  const { out } = parseArgs({
    args,
    strict: false,
    options: { out: { type: 'string', default: path.join('reports', 'out') } },
  }).values
  const addresses = ['--sut', `sip:${at(sip)}`, '--listen-sip', at(core), '--listen-ch1', at(ch1)]
  const words = ['run', '--profile', path.join(__dirname, 'profile.yaml'), ...addresses, ...args, '--out', out]
  say(`ch1 ${words.join(' ')}`)
  const program = ['--pdeathsig', 'INT', process.execPath, path.join(ROOT, 'bin', 'ch1'), ...words]
  const child = spawn('setpriv', program, { stdio: 'inherit', timeout: RUN_MS })
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal))
  let gone
  void kamailio.ended.then((how) => {
    gone = how
    child.kill('SIGINT')
  })
  const code = await new Promise((resolve) => child.once('close', (status, signal) => resolve(status ?? signal)))
  if (gone !== undefined) return { broken: `kamailio ended while it was certified (${gone}):` }
  // 0 … 2 and 5 leave verdicts; those of 5 are judged below, where an error is never expected
  if (![0, 1, 2, 5].includes(code)) return { broken: `ch1 run ended with ${code}; kamailio says:` }
  return { verdicts: JSON.parse(fs.readFileSync(path.join(out, 'verdicts.json'), 'utf8')) }
}

function judge(version, verdicts) {
  const causes = readKnownFailures(path.join(__dirname, 'known-failures.yaml'))
  const found = verdicts.results.flatMap(tally)
  const lines = differences(verdicts, causes)
  console.log(`\nKamailio ${version}: what is known of it`)
  for (const { cause, findings } of causes) {
    console.log(`  ${cause}`)
    for (const { purpose, rule, clause } of findings) {
      const count = found.find((one) => one.purpose === purpose && one.rule === rule)?.actual.length ?? 0
      console.log(`    ${purpose}  ${rule}  ${clause}  found ${count}`)
    }
  }
  for (const line of lines) console.log(`  DIFFERS  ${line}`)
  console.log(
    lines.length === 0 ? 'as recorded in known-failures.yaml' : `not as recorded in known-failures.yaml: ${lines.length}`,
  )
  process.exitCode = lines.length === 0 ? 0 : 1
}

/** A port of loopback that nobody has at the moment. */
function freePort(transport) {
  return new Promise((resolve, reject) => {
    const taken = transport === 'udp' ? dgram.createSocket('udp4') : net.createServer()
    const told = () => {
      const { port } = taken.address()
      taken.close(() => resolve(port))
    }
    taken.once('error', reject).once('listening', told)
    if (transport === 'udp') taken.bind(0, '127.0.0.1')
    else taken.listen(0, '127.0.0.1')
  })
}

function stop(code, line) {
  say(line)
  process.exitCode = code
}

function say(line) {
  process.stderr.write(`kamailio example: ${line}\n`)
}
