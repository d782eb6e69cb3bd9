// Compiles what `npm pack` of the root ships: our packages first, since the root compiles against their declarations, then the root.
//   node tools/build.js          compiles into packages/*/dist and dist
//   node tools/build.js --clean  removes them again: a checkout runs from source, and a stale dist would only mislead
'use strict'
const { spawn } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')

const root = path.resolve(__dirname, '..')
const { workspaces } = require('../package.json')
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc')

void main()

async function main() {
  for (const folder of [...workspaces, '.']) fs.rmSync(path.join(root, folder, 'dist'), { recursive: true, force: true })
  if (process.argv.includes('--clean')) return
  if (!fs.existsSync(compiler)) return fail('typescript is not installed here. Run: npm run setup')
  const faults = (await Promise.all(workspaces.map(compile))).filter((fault) => fault !== '')
  if (faults.length === 0) faults.push(await compile('.'))
  if (faults.join('') !== '') fail(faults.join('\n'))
}

// Answers '' or what the compiler complained of.
function compile(folder) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [compiler, '-p', path.join(root, folder, 'tsconfig.build.json')], { cwd: root })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code) => resolve(code === 0 ? '' : `${folder}: the compiler ended with ${code}\n${output}`))
  })
}

// A package that could not be compiled whole is not packed in part.
function fail(why) {
  process.stderr.write(`build: ${why}\n`)
  for (const folder of [...workspaces, '.']) fs.rmSync(path.join(root, folder, 'dist'), { recursive: true, force: true })
  process.exitCode = 1
}
