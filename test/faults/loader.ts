/** Makes the nodes and n8n-core loadable in a process under tsx, with a fast clock and, if asked, with a planted break. */
import { mkdirSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

import { afterTicks } from './ticks';

const NODES = join(__dirname, '..', '..', 'nodes') + sep;

/** For the nodes, time passes so many times faster: pauses, pacing and time limits. */
const FASTER = 50;
/** No time limit is shorter: a healthy call takes a few milliseconds, but a hundred of them may be under way. */
const SHORTEST_LIMIT_MS = 1500;

type Loads = (this: unknown, ...args: unknown[]) => unknown;

function hook(name: '_resolveFilename' | '_load', wrap: (original: Loads) => Loads): void {
	const original: unknown = Reflect.get(Module, name);
	if (typeof original !== 'function') throw new TypeError('Node no longer loads modules this way');
	Reflect.set(Module, name, wrap(original as Loads));
}

/**
 * Prepares this process; must run before anything imports a node.
 *
 * @param instead a folder with a copy of `nodes/`, which is loaded in its place
 */
export function prepareLoading(instead?: string): void {
	const folder = join(tmpdir(), 'n8n-nodes-gohighlevel-faults', String(process.pid));
	mkdirSync(folder, { recursive: true });
	process.env.N8N_USER_FOLDER = folder;
	process.env.N8N_LOG_LEVEL = 'silent';
	resolveNodes(instead);
	hurry(instead);
}

/** `X.node` means `X.node.ts` (the resolver would take `X.node.json`), in the copy if there is one. */
function resolveNodes(instead: string | undefined): void {
	hook(
		'_resolveFilename',
		(resolve) =>
			function (this: unknown, request: unknown, ...rest: unknown[]): unknown {
				const isNode = typeof request === 'string' && /^[./].*\.node$/.test(request);
				const found = Reflect.apply(resolve, this, [isNode ? `${request}.ts` : request, ...rest]);
				if (instead === undefined || typeof found !== 'string') return found;
				return found.startsWith(NODES) ? join(instead, found.slice(NODES.length)) : found;
			},
	);
}

/** Speeds up what the nodes wait for: n8n's `sleep`, the clock of the pacing, and time limits. */
function hurry(instead: string | undefined): void {
	const isOurs = (file: unknown) =>
		typeof file === 'string' &&
		(file.startsWith(NODES) || (instead !== undefined && file.startsWith(instead)));
	hook(
		'_load',
		(load) =>
			function (this: unknown, request: unknown, parent: unknown, ...rest: unknown[]): unknown {
				const loaded = Reflect.apply(load, this, [request, parent, ...rest]);
				if (request !== 'n8n-workflow') return loaded;
				const { filename } = (parent ?? {}) as { filename?: unknown };
				return isOurs(filename) ? withShortSleep(loaded as object) : loaded;
			},
	);
	const { performance } = globalThis;
	const fast = Object.create(performance, { now: { value: () => performance.now() * FASTER } });
	// The stand-ins and n8n-core take theirs from `perf_hooks`, or measure nothing.
	Object.defineProperty(globalThis, 'performance', { value: fast, configurable: true });
	AbortSignal.timeout = (milliseconds) => {
		const controller = new AbortController();
		afterTicks(Math.max(SHORTEST_LIMIT_MS, milliseconds / FASTER), () => {
			controller.abort(new DOMException('The time is up', 'TimeoutError'));
		});
		return controller.signal;
	};
}

let quick: object | undefined;

function withShortSleep(workflow: object): object {
	quick ??= Object.create(workflow, {
		sleep: {
			value: async (milliseconds: number) =>
				await new Promise((resolve) => setTimeout(resolve, Math.ceil(milliseconds / FASTER))),
		},
	}) as object;
	return quick;
}
