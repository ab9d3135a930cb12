import type { Operation } from '../../nodes/shared/operation';
import { requestLine } from '../../nodes/shared/operation';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import type { VersionSet } from '../standins/highlevel/digest';
import { leaves, problemsWith, reached } from './official';
import { automatic, byJsonOnly, peculiarities } from './peculiarities';
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
/** The same, by fields other than JSON: each set alone, or required. */
const filledByFields = new Map<string, Set<string>>();
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

function add(known: Map<string, Set<string>>, key: string, found: Set<string>): void {
	known.set(key, new Set([...(known.get(key) ?? []), ...found]));
}

describe.each(versioned)(
	'$version $resource.name > $operation.name',
	({ family, resource, operation, version }) => {
		test('sends what the official files and the official SDK say', async () => {
			const problems: string[] = [];
			const peculiarity = peculiarities[`${resource.value}.${operation.value}`];
			const { method } = requestLine(operation);
			let sentItsOwn = false;
			for (const set of parameterSets(resource, operation, peculiarity)) {
				const { title, parameters, leaf } = set;
				const byField = leaf ? leaf.field.type !== 'json' : title === 'minimal';
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
					add(filled, key, reached(request));
					if (byField) add(filledByFields, key, reached(request));
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
	test('all operations are offered, and what JSON alone fills is listed and at most 5 % of the leaves', () => {
		const table: string[] = [];
		const missing: string[] = [];
		const json = new Set<string>();
		const total = { leaves: 0, byFields: 0, automatic: 0, operations: 0, of: 0 };
		for (const one of official) {
			if (one.family !== 'contacts' && one.family !== 'calendars') continue;
			const counts = one.set === 'v3' || !official.some((other) => isSameInV3(other, one));
			if (counts) total.of += 1;
			const key = keyOf(one.set, one.operationId);
			const found = filled.get(key);
			if (!found) continue;
			if (counts) total.operations += 1;
			if (one.set !== 'v3') continue;
			// `field_value` is the dated version's spelling of `fieldValue`, which v3 still takes.
			const own = leaves(one).filter((leaf) => !leaf.endsWith('.field_value'));
			const wanted = own.filter((leaf) => !(leaf in automatic));
			const byFields = wanted.filter((leaf) => filledByFields.get(key)?.has(leaf));
			total.automatic += own.length - wanted.length;
			total.leaves += wanted.length;
			total.byFields += byFields.length;
			table.push(
				`${one.method.padEnd(6)} ${one.path.padEnd(64)} ${byFields.length}/${wanted.length}`,
			);
			for (const leaf of wanted.filter((one) => !byFields.includes(one))) {
				const name = `${one.operationId} ${leaf}`;
				if (found.has(leaf) && name in byJsonOnly) json.add(name);
				else missing.push(name);
			}
		}
		const reasons = [...json].map((name) => `  ${name}: ${byJsonOnly[name]}\n`).join('');
		process.stdout.write(
			`${table.join('\n')}\nOperations ${total.operations} of ${total.of}; leaves by fields ${total.byFields} of ${total.leaves}, by JSON alone ${json.size}, and ${total.automatic} more that the node fills by itself; ${comparedWithSdk.size} operations compared with the official SDK (masked: ${SdkOracle.masked.join(', ')})\n${reasons}`,
		);
		expect(missing).toEqual([]);
		expect(Object.keys(byJsonOnly).filter((name) => !json.has(name))).toEqual([]);
		expect(total.operations).toBe(total.of);
		expect(total.byFields / total.leaves).toBeGreaterThanOrEqual(0.95);
	});
});

function isSameInV3(other: { set: string; operationId: string }, one: { operationId: string }) {
	return other.set === 'v3' && other.operationId === one.operationId;
}
