// The part of jest's `jest` object that the tests use, outside jest.
import { Module } from 'node:module';

/** @param requireOfCircus resolves the packages that jest-circus depends on */
export function jestFor(requireOfCircus, root) {
	const { ModuleMocker } = requireOfCircus('jest-mock');
	const { ModernFakeTimers } = requireOfCircus('@jest/fake-timers');
	const mocker = new ModuleMocker(globalThis);
	const config = { rootDir: root, fakeTimers: {} };
	const timers = new ModernFakeTimers({ config, global: globalThis });
	const mocked = mockedModules();
	const object = {
		fn: mocker.fn.bind(mocker),
		spyOn: mocker.spyOn.bind(mocker),
		restoreAllMocks: () => mocker.restoreAllMocks(),
		useFakeTimers: (options) => (timers.useFakeTimers(options), object),
		useRealTimers: () => (timers.useRealTimers(), object),
		setSystemTime: (now) => timers.setSystemTime(now),
		advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
		advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
		advanceTimersToNextTimerAsync: (steps) => timers.advanceTimersToNextTimerAsync(steps),
		// A run for mutants has limits of its own, and no retries.
		setTimeout: () => object,
		retryTimes: () => object,
		mock: mocked.mock,
		requireActual: mocked.requireActual,
		/** Between test files, so that none sees what another left. */
		restoreEverything() {
			mocker.restoreAllMocks();
			timers.useRealTimers();
			mocked.clear();
		},
	};
	return object;
}

/** Replaces modules as `jest.mock` with a factory does, for the modules that are required from then on. */
function mockedModules() {
	const factories = new Map();
	const made = new Map();
	const load = Module._load;
	const fileOf = (request, parent) => Module._resolveFilename(request, parent);
	Module._load = function (request, parent, isMain) {
		if (factories.size === 0 || !parent || parent.filename?.includes('node_modules')) {
			return load.call(this, request, parent, isMain);
		}
		const file = fileOf(request, parent);
		if (!factories.has(file)) return load.call(this, request, parent, isMain);
		if (!made.has(file)) made.set(file, factories.get(file)());
		return made.get(file);
	};
	return {
		mock: (request, factory) => factories.set(fileOf(request, callingModule()), factory),
		requireActual: (request) => load(request, callingModule(), false),
		clear: () => {
			factories.clear();
			made.clear();
		},
	};
}

/** The test file that is being loaded. */
function callingModule() {
	const loading = Object.values(Module._cache).findLast(
		(module) => module && !module.loaded && module.filename.endsWith('.test.ts'),
	);
	return loading;
}
