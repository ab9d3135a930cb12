import type { Operation } from '../../nodes/shared/operation';
import { requestLine } from '../../nodes/shared/operation';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import type { VersionSet } from '../standins/highlevel/digest';
import { expectNone } from '../support/expectNone';
import { leaves, problemsWith, reached } from './official';
import { automatic, byJsonOnly, peculiarities } from './peculiarities';
import { operations as official, Recorder } from './recorder';
import { rows, runAgainst } from './rows';
import type { ParameterSet } from './samples';
import { parameterSets } from './samples';
import { SdkOracle } from './sdk';

const versioned = rows.flatMap((row) =>
	(['v3', '2021'] as const).map((version) => ({ ...row, version })),
);

let engine: Engine;
const recorder = Recorder.forTests();
let sdk: SdkOracle;
/** Leaves (`body.name`) that a row fills, by version set and operation ID. */
const filled = new Map<string, Set<string>>();
/** The same, but only those filled by non-JSON fields: each field alone, and the required ones. */
const filledByFields = new Map<string, Set<string>>();
const comparedWithSdk = new Set<string>();

beforeAll(async () => {
	engine = await loadEngine();
	sdk = new SdkOracle(recorder);
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
		test('sends what the official files and the official SDK specify', async () => {
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
					(run.error !== undefined && expectedRefusal(run.error.message, set, version));
				if (run.error && !refusable) {
					const { message, description } = run.error;
					problems.push(`${title}: ${message} (${String(description)})`);
				}
				if (refusable && (!run.error || recorder.requests.length > 0)) {
					problems.push(`${title}: was not rejected before a call`);
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
			expectNone(problems, 'What the row sends is not what the endpoint accepts.');
			expectNone(
				sentItsOwn ? [] : [operation.request],
				'No run sent the request of the row. If its checks reject the samples, add what they require to test/contract/peculiarities.ts.',
			);
		});
	},
);

/** Errors that any row can return. */
function expectedRefusal(message: string, set: ParameterSet, version: VersionSet): boolean {
	if (/nothing to update/.test(message))
		return set.title === 'minimal' || set.changesNothing === true;
	return version === '2021' && /in this API version/.test(message);
}

function samePath(path: string, operation: Operation): boolean {
	const shape = (template: string) =>
		template.replace(/\{\w+\}/g, '{}').replace('/removeAll', '/remove-all');
	return shape(path) === shape(requestLine(operation).template);
}

describe('coverage', () => {
	test('every endpoint has a row and every key a field; keys that only JSON fills are listed and at most 5 % of all keys', () => {
		const table: string[] = [];
		const missing: string[] = [];
		const withoutRow: string[] = [];
		const json = new Set<string>();
		const total = { leaves: 0, byFields: 0, automatic: 0, operations: 0 };
		for (const one of official) {
			if (one.family !== 'contacts' && one.family !== 'calendars') continue;
			const counts = one.set === 'v3' || !official.some((other) => isSameInV3(other, one));
			const key = keyOf(one.set, one.operationId);
			const found = filled.get(key);
			if (counts && found) total.operations += 1;
			if (counts && !found) withoutRow.push(`${one.set} ${one.method} ${one.path}`);
			if (!found || one.set !== 'v3') continue;
			// `field_value` is the dated version's spelling of `fieldValue`, which v3 still accepts.
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
			`${table.join('\n')}\n${total.operations} operations; keys filled by fields ${total.byFields} of ${total.leaves}, by JSON alone ${json.size}, and ${total.automatic} more that the node fills itself; ${comparedWithSdk.size} operations compared with the official SDK (masked: ${SdkOracle.masked.join(', ')})\n${reasons}`,
		);
		expectNone(
			withoutRow,
			'These endpoints have no row. CONTRIBUTING.md, "Add an endpoint", step 2.',
		);
		expectNone(
			missing,
			'No field fills these keys. Give the row a field for each, or list it in byJsonOnly of test/contract/peculiarities.ts with a reason.',
		);
		expectNone(
			Object.keys(byJsonOnly).filter((name) => !json.has(name)),
			'Fields fill these keys now. Remove them from byJsonOnly of test/contract/peculiarities.ts.',
		);
		expect(total.byFields / total.leaves).toBeGreaterThanOrEqual(0.95);
	});
});

function isSameInV3(other: { set: string; operationId: string }, one: { operationId: string }) {
	return other.set === 'v3' && other.operationId === one.operationId;
}
