import type { Operation } from '../../nodes/shared/operation';
import { requestLine } from '../../nodes/shared/operation';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import type { VersionSet } from '../standins/highlevel/digest';
import { leaves, problemsWith, reached } from './official';
import { automatic, leftOut, peculiarities } from './peculiarities';
import { operations as official, Recorder } from './recorder';
import { rows, runAgainst } from './rows';
import { parameterSets } from './samples';
import { SdkOracle } from './sdk';

const versioned = rows.flatMap((row) =>
	(['v3', '2021'] as const).map((version) => ({ ...row, version })),
);

let engine: Engine;
const recorder = new Recorder();
let sdk: SdkOracle;
/** Leaves filled by some row, by version set and operation ID. */
const filled = new Map<string, Set<string>>();
const comparedWithSdk = new Set<string>();

beforeAll(async () => {
	await recorder.start();
	engine = await loadEngine();
	sdk = new SdkOracle(recorder);
});

afterAll(async () => {
	await recorder.close();
});

function keyOf(set: VersionSet, operationId: string): string {
	return `${set} ${operationId}`;
}

describe.each(versioned)(
	'$version $resource.name > $operation.name',
	({ family, resource, operation, version }) => {
		test('sends what the official files and the official SDK say', async () => {
			const problems: string[] = [];
			const peculiarity = peculiarities[`${resource.value}.${operation.value}`];
			const { method } = requestLine(operation);
			let sentItsOwn = false;
			for (const { title, parameters } of parameterSets(resource, operation, peculiarity)) {
				const run = await runAgainst({
					engine,
					recorder,
					family,
					version,
					parameters,
					onError: peculiarity?.failedItems ? 'continueRegularOutput' : 'stopWorkflow',
				});
				const refusable =
					peculiarity?.refused?.includes(title) === true ||
					(run.error !== undefined && expectedRefusal(run.error.message, title, version));
				if (run.error && !refusable) {
					const { message, description } = run.error;
					problems.push(`${title}: ${message} (${String(description)})`);
				}
				if (refusable && (!run.error || recorder.requests.length > 0)) {
					problems.push(`${title}: was not refused before a call`);
				}
				for (const request of recorder.take()) {
					problems.push(...problemsWith(request).map((problem) => `${title}: ${problem}`));
					const own = request.operation;
					if (!own) continue;
					sentItsOwn ||= own.method === method && samePath(own.path, operation);
					const key = keyOf(own.set, own.operationId);
					filled.set(key, new Set([...(filled.get(key) ?? []), ...reached(request)]));
					const difference = await sdk.differenceFrom(request);
					if (difference === 'unknown') continue;
					comparedWithSdk.add(own.operationId);
					if (difference) problems.push(`${title}: the SDK differs: ${difference}`);
				}
			}
			expect(problems).toEqual([]);
			expect(sentItsOwn).toBe(true);
		});
	},
);

/** Refusals that follow from the rules of all rows. */
function expectedRefusal(message: string, title: string, version: VersionSet): boolean {
	if (/nothing to update/.test(message)) return title === 'minimal' || / IDs?$/.test(title);
	return version === '2021' && /in this API version/.test(message);
}

function samePath(path: string, operation: Operation): boolean {
	const shape = (template: string) =>
		template.replace(/\{\w+\}/g, '{}').replace('/removeAll', '/remove-all');
	return shape(path) === shape(requestLine(operation).template);
}

describe('coverage', () => {
	test('every operation that is offered reaches at least 95 % of its leaves', () => {
		const table: string[] = [];
		const missing: string[] = [];
		const total = { leaves: 0, reached: 0, operations: 0, of: 0 };
		for (const one of official) {
			if (one.family !== 'contacts' && one.family !== 'calendars') continue;
			if (one.set === 'v3' || !official.some((other) => isSameInV3(other, one))) total.of += 1;
			const found = filled.get(keyOf(one.set, one.operationId));
			if (!found) continue;
			if (one.set === 'v3' || !official.some((other) => isSameInV3(other, one))) {
				total.operations += 1;
			}
			if (one.set !== 'v3') continue;
			const wanted = leaves(one).filter(
				(leaf) => !(leaf in automatic) && !leaf.endsWith('.field_value'),
			);
			const open = wanted.filter((leaf) => !found.has(leaf));
			total.leaves += wanted.length;
			total.reached += wanted.length - open.length;
			table.push(
				`${one.method.padEnd(6)} ${one.path.padEnd(64)} ${wanted.length - open.length}/${wanted.length}`,
			);
			for (const leaf of open) {
				const name = `${one.operationId} ${leaf}`;
				if (!(name in leftOut)) missing.push(name);
			}
		}
		process.stdout.write(
			`${table.join('\n')}\nOperations ${total.operations} of ${total.of}; leaves ${total.reached} of ${total.leaves}; ${comparedWithSdk.size} operations compared with the official SDK (masked: ${SdkOracle.masked.join(', ')})\n`,
		);
		expect(missing).toEqual([]);
		expect(total.reached / total.leaves).toBeGreaterThanOrEqual(0.95);
	});
});

function isSameInV3(other: { set: string; operationId: string }, one: { operationId: string }) {
	return other.set === 'v3' && other.operationId === one.operationId;
}
