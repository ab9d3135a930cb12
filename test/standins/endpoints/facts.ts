/*
 * The vocabulary in which the tests of this folder state what the endpoints of a resource do, as raw HTTP. The facts come
 * from the official files; those marked live are seen in recorded answers, those marked noted come from the HighLevel API
 * notes. What the API does beyond single endpoints is in `../behaviour/`.
 */
import { SEED } from '../highlevel';
import { isObject } from '../shared/json';
import type { CallOptions, Reply } from '../support/http';
import { useStandIn } from '../support/standIn';

/** The least number of facts a resource must have. */
const FACTS_PER_RESOURCE = 10;

/**
 * A behaviour, the request (`{id}` stands for the record that `first` created), what is sent with it, the status of the
 * answer, and what the answer holds: a text is searched in it, an object is matched against it.
 */
export type Fact = [
	behaviour: string,
	request: string,
	options: CallOptions,
	status: number,
	answer?: object | string,
];

interface Resource {
	resource: string;
	/** Creates one record before each request; `id` finds its ID in the answer. */
	first?: { request: string; options: CallOptions; id: (reply: Reply) => unknown };
	facts: Fact[];
}

type Query = Record<string, string | number>;

const { locationId } = SEED;

export const body = (given: object): CallOptions => ({ body: given });
/** A body that is an array with one element. */
export const listed = (given: object): CallOptions => ({ body: [given] });
/** A body that names the location. */
export const located = (given: object): CallOptions => ({ body: { locationId, ...given } });
export const query = (given: Query): CallOptions => ({ query: given });
/** A query that names the location. */
export const inLocation = (given: Query = {}): CallOptions => query({ locationId, ...given });

export const anyText: unknown = expect.any(String);
export const containing = (...parts: unknown[]): unknown => expect.arrayContaining(parts);
export const like = (part: object): unknown => expect.objectContaining(part);

/** Finds the ID of the record that an answer wraps in `key`. */
export const recordUnder =
	(key: string, name = 'id') =>
	(reply: Reply): unknown => {
		const record = reply.body[key];
		return isObject(record) ? record[name] : undefined;
	};

/** The request is refused if `key` is missing from what is otherwise a complete record. */
export const requires = (
	key: string,
	request: string,
	send: (record: object) => CallOptions,
	record: object,
): Fact => [`${key} is required`, request, send({ ...record, [key]: undefined }), 422, key];

/** The request is refused because `options` leaves the location out. */
export const requiresLocation = (request: string, options: CallOptions): Fact => [
	`the location is required to ${request.startsWith('GET') ? 'read' : 'write'} (live)`,
	request,
	options,
	403,
	'does not have access to this location',
];

/** The request is refused if it sends a key that the official files do not name. */
export const refusesUnknownKeys = (request: string, record: object): Fact => [
	'unknown keys are refused (live)',
	request,
	body({ ...record, colour: 'blue' }),
	422,
	'property colour should not exist',
];

/** Declares a test for each fact, run against a stand-in of the file's own. */
export function checkFacts(resources: Resource[]): void {
	const { send } = useStandIn();

	async function request(what: string, options: CallOptions, id = ''): Promise<Reply> {
		const [method = '', path = ''] = what.split(' ');
		return await send(path.replace('{id}', id), { ...options, method });
	}

	describe.each(resources)('$resource', ({ first, facts }) => {
		// As objects: for a tuple without an answer, Jest would pass its `done` in the place of the answer.
		const cases = facts.map(([behaviour, what, options, status, answer]) => ({
			behaviour,
			what,
			options,
			status,
			answer,
		}));
		test.each(cases)('$behaviour', async ({ what, options, status, answer }) => {
			let id = '';
			if (first) {
				const made = await request(first.request, first.options);
				id = String(first.id(made));
				expect([made.status < 300, id]).toEqual([true, expect.stringMatching(/^[\w-]{10,}$/)]);
			}
			const reply = await request(what, options, id);
			expect([reply.status, reply.text]).toEqual([status, expect.any(String)]);
			if (typeof answer === 'string') expect(reply.text).toContain(answer);
			else if (answer) expect(reply.body).toMatchObject(answer);
		});
	});

	test(`every resource has at least ${FACTS_PER_RESOURCE} facts`, () => {
		const short = resources.filter(({ facts }) => facts.length < FACTS_PER_RESOURCE);
		expect(short.map(({ resource }) => resource)).toEqual([]);
	});
}
