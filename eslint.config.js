import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

/**
 * Which room may import which. One row a room: `files`, and what it must not reach. The house's import rules in one table;
 * `docs/decisions/0002-rooms.md` says why.
 */
const within = (name) => [`@throughline/${name}`, `@throughline/${name}/*`]
const rooms = [
  { room: 'canonical', files: ['packages/canonical/**'], never: ['@throughline/*', 'node:*'] },
  { room: 'stats', files: ['packages/stats/**'], never: ['@throughline/*', 'node:*'] },
  { room: 'tracker', files: ['packages/tracker/src/**'], never: ['@throughline/*', 'node:*'] },
  {
    room: 'db',
    files: ['packages/db/**'],
    never: [...within('core'), ...within('connector-*'), ...within('api'), ...within('worker'), ...within('world')],
  },
  {
    room: 'core',
    files: ['packages/core/**'],
    never: [
      'hono',
      'hono/*',
      '@trpc/*',
      'svelte',
      'svelte/*',
      ...within('connector-[a-jl-z]*'),
      ...within('world'),
      ...within('api'),
      ...within('worker'),
    ],
  },
  {
    room: 'connector-kit',
    files: ['packages/connector-kit/**'],
    never: [...within('core'), ...within('db'), ...within('connector-*'), ...within('world')],
  },
  {
    room: 'connectors',
    files: ['packages/connectors/**'],
    never: [...within('core'), ...within('db'), ...within('connector-[a-jl-z]*'), ...within('world')],
  },
  { room: 'world', files: ['packages/world/**'], never: [...within('core'), ...within('db'), ...within('api')] },
  { room: 'ui', files: ['packages/ui/**'], never: ['@trpc/*', ...within('core'), ...within('db'), ...within('api')] },
  {
    room: 'api',
    files: ['apps/api/src/**'],
    never: [
      ...within('worker'),
      ...within('web'),
      ...within('db'),
      ...within('connector-[a-jl-z]*'),
      ...within('world'),
    ],
  },
  {
    room: 'worker',
    files: ['apps/worker/src/**'],
    never: [...within('api'), ...within('web'), ...within('db'), ...within('connector-[a-jl-z]*'), ...within('world')],
  },
  {
    room: 'web',
    files: ['apps/web/**'],
    never: [...within('core'), ...within('db'), ...within('connector-*'), ...within('world')],
  },
  { room: 'cli', files: ['apps/cli/**'], never: [...within('connector-[a-jl-z]*')] },
]
const tests = ['**/*.test.ts', '**/testing/**', '**/test/**', 'e2e/**', 'bench/**']
const noDeepImports = {
  group: ['@throughline/*/src/*', '@throughline/*/src/**'],
  message: 'Reach a package by its name, through its exports.',
}

export default ts.config(
  {
    ignores: [
      '**/build/',
      '**/.svelte-kit/',
      '**/node_modules/',
      '.tools/',
      '.throughline/',
      '**/*.generated.ts',
      'test-results/',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node, Temporal: 'readonly' },
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'bin/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-imports': ['error', { patterns: [noDeepImports] }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
  },
  {
    files: ['apps/web/**', 'packages/ui/**'],
    languageOptions: { globals: globals.browser },
    // The app always stands at the root of its host: a path is its own address.
    rules: { 'svelte/no-navigation-without-resolve': 'off' },
  },
  ...rooms.map(({ room, files, never }) => ({
    name: `room/${room}`,
    files,
    ignores: tests,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            noDeepImports,
            { group: never, message: `The room "${room}" may not import this (docs/decisions/0002-rooms.md).` },
          ],
        },
      ],
    },
  })),
  {
    name: 'core: the database only in stores',
    files: ['packages/core/**'],
    ignores: ['**/store.ts', '**/*.store.ts', ...tests],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            noDeepImports,
            {
              group: [...within('db')],
              allowTypeImports: true,
              message: 'Only files named store.ts reach the database.',
            },
            {
              group: [...within('connector-kit')],
              allowTypeImports: true,
              message: 'Only its types: the kit is handed in.',
            },
            {
              group: [
                'hono',
                'hono/*',
                '@trpc/*',
                'svelte',
                'svelte/*',
                ...within('connector-[a-jl-z]*'),
                ...within('world'),
              ],
              message: 'Not in core.',
            },
          ],
        },
      ],
    },
  },
  {
    name: 'stats is pure',
    files: ['packages/stats/**'],
    ignores: tests,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
      ],
      'no-restricted-globals': ['error', 'fetch'],
    },
  },
  { files: ['**/*.mjs', 'eslint.config.js'], ...ts.configs.disableTypeChecked },
  // Each component would be judged by a type checker of its own, which learns the whole API anew: most of the time of linting.
  // Their types are what svelte-check looks at.
  { name: 'components without types', files: ['**/*.svelte'], ...ts.configs.disableTypeChecked },
)
