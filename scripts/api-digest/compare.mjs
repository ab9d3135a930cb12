/** Compares two digests, fact by fact. */

/** Lists whose order is irrelevant. */
const UNORDERED = ['enum', 'required', 'contentTypes', 'versions', 'scopes'];

/** Collects every fact below a value as `path -> text`. Parameters are identified by name, not by position. */
function flatten(value, path, facts) {
	if (value === null || typeof value !== 'object') {
		facts.set(path, JSON.stringify(value));
		return;
	}
	if (UNORDERED.includes(path.split('.').pop()) && Array.isArray(value)) {
		facts.set(path, [...value].map(String).sort().join(', '));
		return;
	}
	const entries = Array.isArray(value)
		? value.map((one, at) => [one?.name ?? at, one])
		: Object.entries(value);
	if (entries.length === 0) facts.set(path, Array.isArray(value) ? '[]' : '{}');
	for (const [key, child] of entries) flatten(child, `${path}.${key}`, facts);
}

function factsOf(operation) {
	const facts = new Map();
	flatten(operation, '', facts);
	return facts;
}

function operationsOf(digest) {
	return new Map(
		Object.entries(digest.sets).flatMap(([set, families]) =>
			Object.values(families)
				.flat()
				.map((operation) => [`${set} ${operation.method} ${operation.path}`, operation]),
		),
	);
}

/** The path of a fact in readable form: `body: customFields.items.id.type`. */
function words(path) {
	return path
		.replace(/^\./, '')
		.replace(/\.keys\./g, '.')
		.replace(/^body\./, 'body: ')
		.replace(/^query\./, 'query: ')
		.replace(/^responses\.(\d+)\.?/, 'answer $1: ');
}

const kindOf = (was, is) =>
	was === undefined ? 'added' : is === undefined ? 'dropped' : 'changed';

/**
 * @returns {Array<{kind: 'added' | 'dropped' | 'changed', operation: string, fact?: string, before?: string, after?: string}>}
 * without `fact` if the whole operation was added or dropped
 */
export function compareDigests(committed, newer) {
	const before = operationsOf(committed);
	const after = operationsOf(newer);
	return [...new Set([...before.keys(), ...after.keys()])].flatMap((operation) => {
		const [old, fresh] = [before.get(operation), after.get(operation)];
		if (old === undefined || fresh === undefined) return [{ kind: kindOf(old, fresh), operation }];
		const [oldFacts, freshFacts] = [factsOf(old), factsOf(fresh)];
		return [...new Set([...oldFacts.keys(), ...freshFacts.keys()])]
			.map((fact) => ({ fact, was: oldFacts.get(fact), is: freshFacts.get(fact) }))
			.filter(({ was, is }) => was !== is)
			.map(({ fact, was, is }) => ({
				kind: kindOf(was, is),
				operation,
				fact: words(fact),
				before: was,
				after: is,
			}));
	});
}
