// Compares what a probe observed of the real API with the stand-in.

import type { Operation } from '../../test/standins/highlevel/digest';
import type { Observation } from './observe';
import type { Finding } from './report';
import { schemaShape } from './shape';
import type { Shape } from './shape';

type Comparison = Omit<Finding, 'probe'>;

/** How many undocumented keys of a response are listed. */
const NAMED_KEYS = 20;

/** Compares a probe's observations of the real API with those of the stand-in. */
export function compare(expected: Observation[], seen: Observation[]): Comparison[] {
	const compared = seen.flatMap((one) =>
		compareOne(
			expected.find(({ fact }) => fact === one.fact),
			one,
		),
	);
	const missing = expected
		.filter(
			({ fact, unclear, open }) => !unclear && !open && !seen.some((one) => one.fact === fact),
		)
		.map(({ fact, value, shape }) =>
			comparison(fact, shape ? 'types' : value, 'not seen', 'unclear'),
		);
	return [...compared, ...missing];
}

function comparison(
	fact: string,
	expected: string,
	seen: string,
	verdict: Finding['verdict'],
): Comparison {
	return { fact, expected, seen, verdict };
}

function compareOne(expected: Observation | undefined, seen: Observation): Comparison[] {
	const { fact, value, shape } = seen;
	if (seen.open) return [comparison(fact, 'an open question', value, 'open')];
	if (seen.unclear || expected?.unclear) {
		return [comparison(fact, expected?.value ?? '', value, 'unclear')];
	}
	if (shape) {
		const reference: Shape = expected?.shape?.seen ?? new Map<string, Set<string>>();
		// The probe's step, if the fact names one: "create contact: types".
		const step = fact.replace(/types$/, '');
		return compareShapes(reference, shape.seen, shape.operation).map((one) => ({
			...one,
			fact: `${step}${one.fact}`,
		}));
	}
	if (!expected) return [comparison(fact, '', value, 'unclear')];
	return [comparison(fact, expected.value, value, expected.value === value ? 'same' : 'differs')];
}

/** A type is as expected if the official file or the stand-in has it, or if it is null. */
function compareShapes(expected: Shape, seen: Shape, operation: Operation): Comparison[] {
	const official = schemaShape(operation.responses[String(operation.success)] ?? {});
	const differing: Comparison[] = [];
	const undocumented: string[] = [];
	let agreed = 0;
	for (const [path, types] of seen) {
		const known = new Set([...(official.get(path) ?? []), ...(expected.get(path) ?? [])]);
		if (known.size === 0) {
			// Below an undocumented key there is nothing to compare; the key itself is listed once.
			const parent = path.replace(/(\.[^.]+|\[\]|^[^.[]+)$/, '');
			if (official.has(parent) || expected.has(parent) || parent === '') undocumented.push(path);
			continue;
		}
		const isAnyAllowed = known.has('any') || [...known].every((type) => type === 'null');
		if (isAnyAllowed || [...types].every((type) => type === 'null' || known.has(type))) agreed += 1;
		else {
			const [wanted, found] = [known, types].map((some) => [...some].join(' or '));
			differing.push(comparison(`type of ${path}`, wanted ?? '', found ?? '', 'differs'));
		}
	}
	const source = 'as in the official file or the stand-in';
	const agreeing = comparison('types of known keys', source, `${agreed} agree`, 'same');
	if (undocumented.length === 0) return [...differing, agreeing];
	const named = undocumented.slice(0, NAMED_KEYS).join(', ');
	const unnamed = undocumented.length - NAMED_KEYS;
	const list = unnamed > 0 ? `${named} and ${unnamed} more` : named;
	return [...differing, agreeing, comparison('undocumented keys', 'none', list, 'more')];
}
