// Who may import whom. Every rule here has a seeded violation in test/architecture/import-rules.test.ts.
'use strict'

const ours = '^(packages|judge|capture|mocks|sut|testbed|steps|reports|bundle|cli|bin|tools|test|bench)/'

/** Every core module, as dependency-cruiser names it: without the prefix. */
const CORE_MODULE = `^(node:)?(${require('node:module').builtinModules.join('|')})$`

/** A room may import itself and the paths given; npm and node: are not its rule's business. */
function room(name, comment, ...mayImport) {
  const pathNot = [`^${name}/`, ...mayImport]
  return { name: `${name}-imports`, comment, severity: 'error', from: { path: `^${name}/` }, to: { path: ours, pathNot } }
}

module.exports = {
  forbidden: [
    {
      name: 'packages-stand-alone',
      comment: 'A package is useful and publishable alone: it imports nothing of ours, and no other package.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: ours, pathNot: '^packages/$1/' },
    },
    {
      name: 'history-imports-nothing',
      comment: 'Everybody speaks the language of the history, so it depends on nobody.',
      severity: 'error',
      from: { path: '^judge/history/' },
      to: { pathNot: '^judge/history/' },
    },
    {
      name: 'judge-is-pure',
      comment: 'The judge takes a history and a profile and gives verdicts: its own rooms, the codecs and zod.',
      severity: 'error',
      from: { path: '^judge/' },
      to: {
        pathNot: ['^judge/', '^packages/(sip|diameter|charging-http)/', '(^|/)node_modules/zod/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'judge-takes-the-codec-alone',
      comment: 'The judge reads Diameter, it speaks to nobody: @ch1/diameter/codec, not the package with its peers and sockets.',
      severity: 'error',
      from: { path: '^judge/' },
      to: { path: '^packages/diameter/', pathNot: '^packages/diameter/src/codec\\.ts$' },
    },
    {
      name: 'codec-without-core-modules',
      comment: 'What @ch1/diameter/codec gives is pure all the way down.',
      severity: 'error',
      from: { path: '^packages/diameter/src/codec\\.ts$' },
      to: { path: CORE_MODULE, reachable: true },
    },
    {
      name: 'judge-without-core-modules',
      comment: 'No clock, no file, no socket in the judge: the same history always gives the same verdicts.',
      severity: 'error',
      from: { path: '^judge/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'second-judge-is-its-own',
      comment:
        'Two judges that share a rule share its mistake: of the first, the second knows the types, the schema of profiles and no more.',
      severity: 'error',
      from: { path: '^judge/second/' },
      to: { path: '^judge/', pathNot: ['^judge/(second|history)/', '^judge/profile/schema\\.ts$', '^judge/verdict\\.ts$'] },
    },
    {
      name: 'second-judge-takes-types-of-verdicts',
      comment: 'What the first judge says is compared; how it is reckoned is not used.',
      severity: 'error',
      from: { path: '^judge/second/' },
      to: { path: '^judge/verdict\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-asks-the-second-judge',
      comment: 'It watches the first in tests; no verdict comes from it.',
      severity: 'error',
      from: { pathNot: '^(judge/second|test)/' },
      to: { path: '^judge/second/' },
    },
    room(
      'mocks',
      'Neighbours tell what they see, they do not judge: packages, and the types of the history.',
      '^packages/',
      '^judge/history/',
    ),
    {
      name: 'mocks-take-types-of-history',
      comment: 'A neighbour knows the shape of an event, and nothing that runs in the judge.',
      severity: 'error',
      from: { path: '^mocks/' },
      to: { path: '^judge/', dependencyTypesNot: ['type-only'] },
    },
    room('sut', 'The judge and the judged share a codec, never an opinion.', '^packages/'),
    room(
      'testbed',
      'The testbed lets neighbours, SUT and judge meet; it knows no steps, reports or command line.',
      '^(mocks|sut|judge|packages)/',
    ),
    room(
      'steps',
      'Words bind to the testbed and the judge; a mock itself is out of reach.',
      '^(testbed|judge)/',
      '^mocks/testbed-error\\.ts$',
    ),
    room(
      'capture',
      'A capture becomes a history: packages to read it, the history to write it, no verdict.',
      '^packages/',
      '^judge/history/',
    ),
    {
      name: 'capture-is-pure',
      comment: 'Bytes in, events out: whoever opens the file is cli.',
      severity: 'error',
      from: { path: '^capture/' },
      to: { dependencyTypes: ['core'] },
    },
    room('reports', 'A report reads history and verdicts.', '^(judge|packages)/'),
    room('bundle', 'What a signature vouches for is told by one folder: it imports nothing of ours.'),
    {
      name: 'nobody-imports-the-outside',
      comment: 'bin, cli, test and bench are ends: rooms do not know them. Tests may load what they test.',
      severity: 'error',
      from: { pathNot: '^(bin|cli|test|bench)/' },
      to: { path: '^(bin|cli|test|bench)/' },
    },
    {
      name: 'ends-import-inwards',
      comment: 'Among the ends: bin starts cli, bench may load cli, and nothing else.',
      severity: 'error',
      from: { path: '^(bin|cli|bench)/' },
      to: { path: '^(bin|cli|test|bench)/', pathNot: ['^$1/', '^cli/'] },
    },
    {
      name: 'test-loads-what-it-tests',
      comment: 'A test may load cli and what a bench is made of; bin is run, not loaded.',
      severity: 'error',
      from: { path: '^test/' },
      to: { path: '^bin/' },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'A typing error, or a package nobody installs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or three. Types alone may refer to each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache|reports/out)/' },
    tsPreCompilationDeps: true,
    // Without the condition our packages resolve to a dist that a checkout has not: found nowhere, and silently unchecked.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['ch1-source', 'require', 'node', 'import', 'types', 'default'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
}
