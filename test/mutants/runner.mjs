/**
 * A test runner for Stryker that runs jest's own test loop (jest-circus) and `expect` in one process for many mutants.
 * Stryker's jest runner starts jest anew for every mutant, which loads n8n-core and every test file each time: seconds for
 * each mutant. Here packages stay loaded; the project's own modules are loaded anew for each test file, as jest does.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

import { jestFor } from './jestObject.mjs';
import { forgetOwnModules, loadTypeScriptOf, sourcePosition } from './ownModules.mjs';

/** A test that takes longer than this, and than a multiple of its usual time, counts as a time-out. */
const SLOWEST_TEST_MS = 6000;
const SLOWER_THAN_USUAL = 6;
const SLOWEST_DRY_TEST_MS = 120_000;

const root = process.cwd();
const require = createRequire(join(root, 'package.json'));
const requireOfCircus = createRequire(require.resolve('jest-circus'));

export const strykerValidationSchema = {
	properties: { heldBy: { type: 'array', items: { type: 'string' }, default: [] } },
};

createRunner.inject = ['options'];
function createRunner(options) {
	return new LoadedOnceRunner(options.heldBy);
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'loaded-once', factory: createRunner }];

class LoadedOnceRunner {
	constructor(testFiles) {
		this.testFiles = testFiles;
		this.instrumenter = globalThis.__stryker__ ??= {};
	}

	capabilities() {
		return { reloadEnvironment: true };
	}

	async init() {
		// Only the process of the first run knows how long tests take; the file is in Stryker's copy of the project.
		this.times = resolve('times-of-tests.json');
		this.usualMs = existsSync(this.times) ? JSON.parse(readFileSync(this.times, 'utf8')) : {};
		loadTypeScriptOf(process.cwd());
		this.circus = require('jest-circus');
		this.expect = requireOfCircus('@jest/expect').jestExpect;
		const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = this.circus;
		this.jest = jestFor(requireOfCircus, root);
		const { expect } = this;
		Object.assign(globalThis, { describe, test, it, beforeAll, beforeEach, afterAll, afterEach });
		Object.assign(globalThis, { expect, jest: this.jest });
		this.circus.addEventHandler((event) => this.onEvent(event));
		require(resolve('test/engine/setup.ts'));
	}

	async dryRun() {
		delete this.instrumenter.activeMutant;
		const tests = [];
		try {
			for (const file of this.testFiles) tests.push(...(await this.dryRunFile(file)));
		} catch (error) {
			return { status: 'error', errorMessage: `${error.stack ?? error}` };
		}
		this.usualMs = Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
		writeFileSync(this.times, JSON.stringify(this.usualMs));
		return { status: 'complete', tests, mutantCoverage: this.instrumenter.mutantCoverage };
	}

	async dryRunFile(file) {
		const done = await this.run(file, { timeoutMs: SLOWEST_DRY_TEST_MS });
		// Tests of `each` may share a name, and so one entry.
		const byId = new Map();
		for (const test of done) {
			const failureMessage = messageOf(test);
			const entry = {
				id: idOf(file, test),
				name: nameOf(test),
				fileName: resolve(file),
				timeSpentMs: (byId.get(idOf(file, test))?.timeSpentMs ?? 0) + (test.duration ?? 0),
				startPosition: sourcePosition(resolve(file), test.asyncError?.stack ?? ''),
			};
			byId.set(
				entry.id,
				failureMessage === undefined
					? { ...entry, status: 0 }
					: { ...entry, status: 1, failureMessage },
			);
		}
		return [...byId.values()];
	}

	async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
		const wanted = testFilter && new Set(testFilter);
		const atLoad = mutantActivation === 'static';
		let nrOfTests = 0;
		this.instrumenter.hitLimit = hitLimit;
		this.instrumenter.hitCount = hitLimit ? 0 : undefined;
		try {
			for (const file of this.testFiles) {
				if (wanted && !testFilter.some((id) => id.startsWith(`${file} `))) continue;
				const options = { wanted, mutant: activeMutant.id, atLoad, timeoutMs: SLOWEST_TEST_MS };
				const done = await this.run(file, options);
				nrOfTests += done.length;
				if (this.instrumenter.hitCount > hitLimit) {
					return { status: 'timeout', reason: 'A loop does not end' };
				}
				const failed = done.find((test) => messageOf(test) !== undefined);
				if (failed) return endedBy(file, failed, nrOfTests);
			}
			return { status: 'survived', nrOfTests };
		} finally {
			delete this.instrumenter.activeMutant;
			this.instrumenter.hitLimit = this.instrumenter.hitCount = undefined;
		}
	}

	/**
	 * Loads a file and runs its tests, or those wanted; with a mutant, ends at the first that fails.
	 *
	 * @returns the tests that ran; a file that cannot be loaded counts as one
	 */
	async run(file, { wanted, mutant, atLoad, timeoutMs }) {
		this.file = file;
		this.isMutantRun = mutant !== undefined;
		this.circus.resetState();
		const state = this.circus.getState();
		state.testTimeout = timeoutMs;
		this.expect.setState({ testPath: resolve(file), expand: false });
		if (atLoad) this.instrumenter.activeMutant = mutant;
		this.done = [];
		try {
			require(resolve(file));
		} catch (error) {
			forgetOwnModules();
			this.jest.restoreEverything();
			if (mutant === undefined) throw error;
			return [{ name: 'loading', errors: [error] }];
		}
		this.instrumenter.activeMutant = mutant;
		keepTests(state.rootDescribeBlock, (test) => {
			if (this.isMutantRun) {
				const usualMs = this.usualMs[idOf(file, test)] ?? 0;
				test.timeout = Math.max(timeoutMs, SLOWER_THAN_USUAL * usualMs);
			}
			return !wanted || wanted.has(idOf(file, test));
		});
		await this.circus.run();
		const { unhandledErrors } = this.circus.getState();
		if (unhandledErrors.length > 0) this.done.push({ name: 'unhandled', errors: unhandledErrors });
		forgetOwnModules();
		this.jest.restoreEverything();
		return this.done;
	}

	onEvent({ name, test }) {
		if (name === 'test_start') {
			this.expect.setState({ currentTestName: nameOf(test) });
			if (!this.isMutantRun) this.instrumenter.currentTestId = idOf(this.file, test);
		}
		if (name !== 'test_done') return;
		delete this.instrumenter.currentTestId;
		test.errors.push(...this.expect.extractExpectedAssertionsErrors().map(({ error }) => error));
		this.done.push(test);
		if (this.isMutantRun && test.errors.length > 0) {
			keepTests(this.circus.getState().rootDescribeBlock, () => false);
		}
	}
}

/** Leaves only some tests in a block, and no block without tests. Also ends a run that is under way. */
function keepTests(block, isKept) {
	const kept = block.children.filter((child) =>
		child.type === 'describeBlock' ? keepTests(child, isKept) : isKept(child),
	);
	block.children.splice(0, Infinity, ...kept);
	return kept.length > 0;
}

function nameOf({ name, parent }) {
	return parent?.parent ? `${nameOf(parent)} ${name}` : name;
}

const idOf = (file, test) => `${file} ${nameOf(test)}`;

function messageOf({ errors }) {
	if (errors.length === 0) return undefined;
	const [error] = [errors[0]].flat();
	return error?.message ?? String(error);
}

function endedBy(file, test, nrOfTests) {
	const failureMessage = messageOf(test).slice(0, 300);
	if (/^Exceeded timeout of|^thrown: "Exceeded timeout/.test(messageOf(test))) {
		return { status: 'timeout', reason: 'A test waits for ever' };
	}
	return { status: 'killed', killedBy: [idOf(file, test)], failureMessage, nrOfTests };
}
