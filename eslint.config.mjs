/**
 * ESLint: the recommended type-checked rules, and everything that n8n's own scanner checks in published packages. Import
 * rules are in .dependency-cruiser.mjs, checks for unused code in knip.jsonc.
 */
import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const SHIPPED = ['nodes/**/*.ts', 'credentials/**/*.ts'];

export default tseslint.config(
	{
		ignores: ['**/node_modules/**', 'dist/**', '.cache/**', 'test-results/**', 'coverage/**'],
	},
	// Without inline configuration, a finding can only be fixed, not silenced; n8n's scanner does the same.
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },

	{
		files: ['**/*.{js,mjs,cjs}'],
		extends: [js.configs.recommended],
		languageOptions: { globals: globals.node },
	},
	{ files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
	{
		files: ['scripts/demo/page/*.js'],
		languageOptions: { sourceType: 'module', globals: globals.browser },
	},
	// The texts of Code nodes are bodies of functions, with what n8n gives them.
	{
		files: ['scripts/workflows/code/*.js'],
		languageOptions: {
			parserOptions: { ecmaFeatures: { globalReturn: true } },
			globals: { $: 'readonly', $input: 'readonly', $now: 'readonly', DateTime: 'readonly' },
		},
	},

	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { project: 'tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'no-undef': 'off',
			'no-console': 'error',
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ fixStyle: 'separate-type-imports' },
			],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
		},
	},
	{
		files: ['test/**/*.ts', 'bench/**/*.ts'],
		rules: {
			// The types of stand-in handlers and node methods require async, with or without an await.
			'@typescript-eslint/require-await': 'off',
			// n8n's parameter types allow any value; those of a test's own node are known to be strings.
			'@typescript-eslint/no-base-to-string': 'off',
			// JSON gets its type where it is read, and the assertions that follow check it.
			'@typescript-eslint/no-unsafe-assignment': 'off',
		},
	},
	{
		files: ['test/e2e/suites/**/*.ts'],
		rules: {
			// node:test waits for its own tests; the promises that it returns are for callers outside a runner.
			'@typescript-eslint/no-floating-promises': [
				'error',
				{
					allowForKnownSafeCalls: [
						{ from: 'package', package: 'node:test', name: ['after', 'before', 'test'] },
					],
				},
			],
		},
	},
	{
		files: ['test/**/cli.ts', 'test/faults/{index,worker}.ts', 'bench/**/*.ts', 'scripts/**/*.ts'],
		rules: { 'no-console': 'off' },
	},

	// What n8n's own scanner checks, on the same files and with the same rules disabled.
	{
		files: [...SHIPPED, 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
	},
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser },
		rules: { ...n8nNodesBase.configs.community.rules },
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
