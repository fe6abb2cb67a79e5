// What the linter asks for. Layout is prettier's; who may import what is tests/architecture's.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** No tsconfig that knows Node's types covers these: linted without types. */
const UNTYPED = ['**/*.js', '**/*.svelte', '**/*.svelte.ts', 'tests/lib/**', 'tests/accept/**', 'vite.config.ts'];

export default ts.config(
  {
    ignores: [
      'server/tablo.mjs',
      'build/',
      '.svelte-kit/',
      'node_modules/',
      'data/',
      'test-results/',
      'playwright-report/',
      'tests/fixtures/',
    ],
  },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: {
        project: ['./tsconfig.server.json', './tsconfig.pages.json', './tsconfig.worker.json', './tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['warn', { max: 300 }],
      'no-console': 'off',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A method of an interface may be asynchronous for the sake of others that implement it.
      '@typescript-eslint/require-await': 'off',
      // Parts are taken out of plain objects of functions everywhere; classes with `this` use #private fields, which
      // fail loudly.
      '@typescript-eslint/unbound-method': 'off',
      // What comes from outside is turned into text to be looked at, whatever it is.
      '@typescript-eslint/no-base-to-string': 'off',
      // The app lives at the root of its server, always.
      'svelte/no-navigation-without-resolve': 'off',
      // State is replaced as a whole, never changed inside.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['src/**'], languageOptions: { globals: { ...globals.browser } } },
  // The compiler knows the names that these files may use.
  { files: ['**/*.ts', '**/*.svelte'], rules: { 'no-undef': 'off' } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  {
    files: UNTYPED,
    ...ts.configs.disableTypeChecked,
    languageOptions: { parserOptions: { ...ts.configs.disableTypeChecked.languageOptions?.parserOptions } },
  },
  { files: ['tests/**', 'src/lib/i18n/??.ts'], rules: { 'max-lines': 'off' } },
  prettier,
  svelte.configs.prettier,
);
