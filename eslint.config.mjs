// Lint rules: typescript-eslint's strict, type-aware set for our TypeScript; eslint's own recommended set for every file.
import { builtinRules } from 'eslint/use-at-your-own-risk'
import { configs } from 'typescript-eslint'

// eslint's recommended set has been a package of its own (@eslint/js) since version 9; the rules say themselves that they are in it.
const recommended = Object.fromEntries(
  [...builtinRules].filter(([, rule]) => rule.meta.docs.recommended).map(([name]) => [name, 'error']),
)

const nodeGlobals = Object.fromEntries(
  [
    'AbortController',
    'Buffer',
    'URL',
    '__dirname',
    '__filename',
    'console',
    'fetch',
    'performance',
    'process',
    'setImmediate',
    'setTimeout',
    'clearTimeout',
  ].map((name) => [name, 'readonly']),
)

const nodeTestCalls = ['test', 'describe', 'it', 'suite', 'before', 'after', 'beforeEach', 'afterEach']

export default [
  { ignores: ['node_modules/', '**/dist/', '.cache/', 'reports/out/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.ts'], rules: recommended },
  ...configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: nodeTestCalls }] },
      ],
      // Numbers in texts are meant; what an object would print as is found by no-base-to-string.
      '@typescript-eslint/restrict-template-expressions': 'off',
      // `() => emitter.emit(…)` as a callback is our usual short form.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // cucumber's messages are JSON: plain objects of the right shape, whose statuses are words.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-misused-spread': [
        'error',
        { allow: [{ from: 'package', package: '@cucumber/messages', name: ['Envelope', 'TestStepFinished', 'TestStepResult'] }] },
      ],
      // What V8 keeps of our files (tools/register.js) cannot load by itself: decision 0044.
      'no-restricted-syntax': ['error', { selector: 'ImportExpression', message: 'Import it at the top of the file.' }],
      // Bytes that do not belong into a text are what we look for.
      'no-control-regex': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
    },
  },
  // A test may ask more carefully than the types say: what it looks at came from outside.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unnecessary-condition': 'off' } },
  {
    files: ['**/*.js', '**/*.cjs', 'bin/ch1'],
    languageOptions: { sourceType: 'commonjs', globals: nodeGlobals },
    rules: recommended,
  },
  { files: ['**/*.mjs'], languageOptions: { sourceType: 'module', globals: nodeGlobals }, rules: recommended },
]
