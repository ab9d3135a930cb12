// Makes the newest n8n-core, and n8n's own nodes, loadable in a process of the bench.

import Module from 'node:module';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** Where n8n-core and its n8n-workflow are installed. */
export const ENGINE_MODULES = join(ROOT, 'node_modules');
/** Where n8n's own nodes are installed. */
export const BUILT_IN_NODES = join(ROOT, 'test/e2e/node_modules/n8n-nodes-base');
/** The package as published, compiled for this bench. */
export const COMPILED = join(ROOT, '.cache/bench/package');

const FROM_ENGINE = ['n8n-core', 'n8n-workflow', 'reflect-metadata'];

/**
 * Makes every module of this process use the engine's own copy of n8n-core and n8n-workflow, as in n8n: with several
 * copies, `instanceof` would be false for errors of the same class. Must run before anything imports one of them.
 */
export function useEngine(): void {
	const resolve: unknown = Reflect.get(Module, '_resolveFilename');
	if (typeof resolve !== 'function')
		throw new TypeError('Node no longer resolves modules this way');
	function resolveFromEngine(this: unknown, ...args: unknown[]): unknown {
		const [request, ...rest] = args;
		const own = typeof request === 'string' && FROM_ENGINE.includes(request);
		const found: unknown = Reflect.apply(resolve as (...all: unknown[]) => unknown, this, [
			own ? join(ENGINE_MODULES, request) : request,
			...rest,
		]);
		return found;
	}
	Reflect.set(Module, '_resolveFilename', resolveFromEngine);
}
