'use strict';

/**
 * The test projects. `npm run test:one` selects the one that a test belongs to.
 *
 * unit: everything that needs no engine. contract: each request against HighLevel's published API and SDK, in the newest
 * n8n-core. package: the built package and the lint rules. engine-newest, engine-oldest: the same tests in the newest and
 * the oldest supported n8n-core. The end-to-end suites run outside jest: test/e2e/run.mjs.
 */

/**
 * Given to each module as arguments, since looking up a global in jest's sandbox is slow: without them the tests take up to
 * twice the time. Left out is what tests replace (Date) and what modules declare for themselves (Buffer, URL).
 */
const BUILT_INS = [
	'Array',
	'BigInt',
	'Boolean',
	'Error',
	'JSON',
	'Map',
	'Math',
	'Number',
	'Object',
	'Promise',
	'Reflect',
	'RegExp',
	'Set',
	'String',
	'Symbol',
	'TypeError',
	'WeakMap',
	'isNaN',
	'parseInt',
];

const shared = {
	rootDir: __dirname,
	testEnvironment: 'node',
	sandboxInjectedGlobals: BUILT_INS,
	setupFiles: ['<rootDir>/test/engine/setup.ts'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/test/e2e/node_modules/'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/test/e2e/'],
	watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/test-results/'],
};

const ENGINE_TESTS = ['<rootDir>/test/engine/**/*.test.ts', '<rootDir>/test/**/*.engine.test.ts'];

/**
 * Modules of the oldest supported n8n-core, which has its own folder; the newest is a development dependency. The tests
 * and n8n-core must share one n8n-workflow: with two copies, `instanceof NodeApiError` is false across them.
 */
const OLDEST = '<rootDir>/test/engine/oldest/node_modules';

module.exports = {
	testTimeout: 60_000,
	// n8n-core 1.100 leaves timers running, so jest would never exit.
	forceExit: true,
	projects: [
		{
			...shared,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: [
				...shared.testPathIgnorePatterns,
				'<rootDir>/test/(engine|contract|package|lint)/',
				'\\.engine\\.test\\.ts$',
			],
		},
		{
			...shared,
			displayName: 'contract',
			testMatch: ['<rootDir>/test/contract/**/*.test.ts'],
		},
		{
			...shared,
			displayName: 'package',
			testMatch: ['<rootDir>/test/{package,lint}/**/*.test.ts'],
		},
		{ ...shared, displayName: 'engine-newest', testMatch: ENGINE_TESTS },
		{
			...shared,
			displayName: 'engine-oldest',
			testMatch: ENGINE_TESTS,
			moduleNameMapper: {
				'^n8n-core(/.*)?$': `${OLDEST}/n8n-core$1`,
				'^n8n-workflow$': `${OLDEST}/n8n-workflow`,
				'^reflect-metadata$': `${OLDEST}/reflect-metadata`,
			},
		},
	],
};
