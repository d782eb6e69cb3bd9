// Lets node run our TypeScript from the checkout: ts-node compiles (transpile only), a content-hash cache remembers.
// ts-node alone has no cache (seconds a process for some hundred files), and reads tsconfig from the working directory;
// here it is asked only on a cache miss and always with this checkout's tsconfig.
'use strict'
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')

const root = path.resolve(__dirname, '..')
const registered = Symbol.for('ch1-conformance.register')

if (!globalThis[registered]) {
  globalThis[registered] = true
  process.setSourceMapsEnabled(true)
  resolveWorkspacesToSource()
  Module._extensions['.ts'] = (module, file) => module._compile(compiled(file), file)
}

const cacheDir = path.join(root, '.cache', 'ts')
let compiler
let salt

function compiled(file) {
  const source = fs.readFileSync(file, 'utf8')
  salt ??=
    process.version.split('.')[0] +
    require('ts-node/package.json').version +
    require('typescript/package.json').version +
    fs.readFileSync(path.join(root, 'tsconfig.json'), 'utf8')
  const key = createHash('sha256').update(salt).update(file).update('\0').update(source).digest('hex').slice(0, 40)
  const cached = path.join(cacheDir, key + '.js')
  try {
    return fs.readFileSync(cached, 'utf8')
  } catch {
    compiler ??= require('ts-node').create({ cwd: root, project: path.join(root, 'tsconfig.json'), transpileOnly: true })
    const js = compiler.compile(source, file)
    fs.mkdirSync(cacheDir, { recursive: true })
    const temporary = `${cached}.${process.pid}`
    fs.writeFileSync(temporary, js)
    fs.renameSync(temporary, cached) // atomic: workers compile side by side
    return js
  }
}

// In a checkout our packages run from source: what `node -C ch1-source` would choose, without needing the flag in every child.
function resolveWorkspacesToSource() {
  const sources = new Map()
  for (const workspace of require('../package.json').workspaces) {
    const manifest = require(path.join(root, workspace, 'package.json'))
    for (const [subpath, conditions] of Object.entries(manifest.exports)) {
      const source = conditions?.['ch1-source']
      if (source) sources.set(path.posix.join(manifest.name, subpath), path.join(root, workspace, source))
    }
  }
  const resolve = Module._resolveFilename
  Module._resolveFilename = function (request, ...rest) {
    return sources.get(request) ?? resolve.call(this, request, ...rest)
  }
}
