'use strict';

const path = require('node:path');

const shared = {
	rootDir: __dirname,
	testEnvironment: 'node',
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

/**
 * A project whose tests run against one n8n-core. Both the tests and n8n-core get the n8n-workflow
 * that belongs to it: with two copies, `instanceof NodeApiError` would be false for equal errors.
 */
function engine(name) {
	const modules = path.join(__dirname, 'test/engine', name, 'node_modules');
	return {
		...shared,
		displayName: `engine-${name}`,
		testMatch: ['<rootDir>/test/engine/**/*.test.ts', '<rootDir>/test/**/*.engine.test.ts'],
		globals: { ENGINE_MODULES: modules },
		moduleNameMapper: {
			'^n8n-core$': path.join(modules, 'n8n-core'),
			'^n8n-workflow$': path.join(modules, 'n8n-workflow'),
			'^reflect-metadata$': path.join(modules, 'reflect-metadata'),
		},
	};
}

module.exports = {
	testTimeout: 60_000,
	// n8n-core 1.100 keeps timers of its own, so that jest would wait for ever.
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
			...engine('newest'),
			displayName: 'contract',
			testMatch: ['<rootDir>/test/contract/**/*.test.ts'],
		},
		{
			...shared,
			displayName: 'package',
			testMatch: ['<rootDir>/test/{package,lint}/**/*.test.ts'],
		},
		engine('newest'),
		engine('oldest'),
	],
};
