import type { IDataObject } from 'n8n-workflow';

import { contactSearch } from '../../nodes/HighLevel/ranges';
import { isRecord, recordsOf } from '../../nodes/shared/values';
import { settle } from '../engine/events';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import { CUSTOM, customNode, refusal } from '../shared/customNode';

let engine: Engine;
beforeAll(async () => {
	engine = await loadEngine();
});

/** A contact; dates in milliseconds. */
interface Contact {
	id: string;
	added: number;
	updated: number;
}

type Answer = (request: IDataObject) => IDataObject;

const COUNT = 6000;
const START = Date.UTC(2026, 0, 1);
/** Newest first, a minute apart. */
const contacts: Contact[] = Array.from({ length: COUNT }, (_, index) => {
	const added = START - index * 60_000;
	return { id: `contact${index}`, added, updated: added };
});

/** The bounds of the range that a request asks for, if any. */
function rangeOf({ filters }: IDataObject): IDataObject | undefined {
	const range = recordsOf(filters).find(({ operator }) => operator === 'range');
	return isRecord(range?.value) ? range.value : undefined;
}

const isPage = ({ pageLimit }: IDataObject) => pageLimit === 500;

/** A contact search like HighLevel's, ordered by one of the stamps, newest first. */
function searchBy(stamp: 'added' | 'updated', all: Contact[]): Answer {
	const ordered = [...all].sort((a, b) => b[stamp] - a[stamp]);
	return (request) => {
		const { pageLimit, page = 1, searchAfter, filters } = request;
		const { gte, lt } = rangeOf(request) ?? {};
		const from = typeof gte === 'string' ? Date.parse(gte) : -Infinity;
		const before = typeof lt === 'string' ? Date.parse(lt) : Infinity;
		const undated = JSON.stringify(filters ?? []).includes('not_exists');
		const found = undated ? [] : ordered.filter(({ added }) => added >= from && added < before);
		const size = Number(pageLimit);
		const [cursor]: unknown[] = Array.isArray(searchAfter) ? searchAfter : [];
		const start =
			typeof cursor === 'number'
				? found.findIndex((contact) => contact[stamp] < cursor)
				: (Number(page) - 1) * size;
		return {
			total: found.length,
			contacts: found.slice(start, start + size).map((contact) => ({
				id: contact.id,
				dateAdded: new Date(contact.added).toISOString(),
				searchAfter: [contact[stamp], contact.id],
			})),
		};
	};
}

/** Reads all contacts through a search; returns their IDs and the requests. */
async function read(search: (request: IDataObject) => Promise<IDataObject>) {
	const requests: IDataObject[] = [];
	const node = customNode(
		{ request: 'POST /contacts/search', unwrap: ['contacts'], paginate: contactSearch },
		async ({ body }) => {
			const request: unknown = body;
			if (!isRecord(request)) throw new TypeError('The search got no body');
			requests.push(request);
			return await search(request);
		},
	);
	const { items, error } = await engine.run({
		nodeType: node,
		parameters: { ...CUSTOM, returnAll: true },
	});
	return { ids: items.map(({ json }) => json.id), requests, error };
}

test('a large list by dateAdded is read in ranges', async () => {
	const search = searchBy('added', contacts);
	const { ids, requests } = await read(async (request) => search(request));
	expect(ids).toEqual(contacts.map(({ id }) => id));
	expect(requests.some((request) => isPage(request) && rangeOf(request))).toBe(true);
});

test('a list that is ordered by another date is not read in ranges, even if its first page looks ordered by dateAdded', async () => {
	const moved = contacts.map((contact, index) => ({
		...contact,
		// The first page keeps its order; the rest is shuffled.
		updated: index < 500 ? contact.added + 1000 : START - 500 * 60_000 - ((index * 7919) % COUNT),
	}));
	const expected = [...moved].sort((a, b) => b.updated - a.updated).map(({ id }) => id);
	const search = searchBy('updated', moved);
	const { ids, requests } = await read(async (request) => search(request));
	expect(requests.filter(rangeOf)).toEqual([]);
	expect(ids).toEqual(expected);
});

test('when several ranges fail, the error is the first failure, since later ones may follow from it', async () => {
	const search = searchBy('added', contacts);
	let failures = 0;
	let release = () => {};
	const failed = new Promise<void>((resolve) => (release = resolve));
	const { error } = await read(async (request) => {
		if (isPage(request) && rangeOf(request)) {
			const own = ++failures;
			if (own === 1) throw refusal(403, 'The first failure');
			await settle();
			setImmediate(() => void settle().then(release));
			throw refusal(403, 'A later failure');
		}
		// The cursor reads on only after both ranges have failed.
		if (isPage(request) && request.searchAfter !== undefined) await failed;
		return search(request);
	});
	expect(failures).toBe(2);
	expect(error?.message).toContain('The first failure');
});
