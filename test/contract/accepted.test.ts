import { expectationOf, requestLine } from '../../nodes/shared/operation';
import type { VersionSet } from '../standins/highlevel/digest';
import { answerOf, operations } from './recorder';
import { rows } from './rows';

/** Real API responses that differ from the official files, each with the section of the API notes that has the evidence. */
const LIVE: Record<string, unknown[]> = {
	// 10.1: the files say {success}.
	'calendar.delete': [{ message: 'calendar deleted', calendar: { id: 'c1' }, traceId: 't' }],
	// 10.3: the files say {event}; a write has no wrapper, and a deleted appointment is still returned.
	'appointment.get': [
		{ appointment: { id: 'a1' }, traceId: 't' },
		{ event: { id: 'a1' } },
		{ appointment: { id: 'a1', deleted: true } },
	],
	'appointment.create': [{ id: 'a1', status: 'booked', appoinmentStatus: 'confirmed' }],
	'appointment.update': [{ id: 'a1', appoinmentStatus: 'confirmed', traceId: 't' }],
	// 8.2: both spellings, or either one alone.
	'contact.delete': [
		{ succeded: true, succeeded: true, traceId: 't' },
		{ succeded: true },
		{ succeeded: true },
	],
	'contact.update': [{ succeded: true, contact: { id: 'x' }, traceId: 't' }],
	'campaign.add': [{ succeded: true, traceId: 't' }],
	// 8.1: if there is no contact, the key is an empty object, null, or perhaps absent.
	'contact.findDuplicate': [
		{ contact: { id: 'x' }, matchingField: 'email', traceId: 't' },
		{ contact: {}, traceId: 't' },
		{ contact: null },
		{ traceId: 't' },
	],
	// 10.2: without slots there is only the trace ID.
	'freeSlot.getAll': [{ traceId: 't' }, { '2026-09-14': { slots: [] }, traceId: 't' }],
	// 8.5: a partial failure is answered 201.
	'tag.updateMany': [{ succeded: true, errorCount: 1, responses: [{ contactId: 'x' }] }],
	'tag.add': [{ tags: ['a'], tagsAdded: [], traceId: 't' }],
	'tag.remove': [{ tags: [], tagsRemoved: [], traceId: 't' }],
	'business.addContacts': [{ success: true, ids: ['x'] }],
	// 10.7 and 10.8: the ID as _id, bare lists.
	'resource.get': [{ _id: 'r1', name: 'Room' }],
	'resource.getAll': [[], [{ _id: 'r1' }]],
	'notification.create': [[{ _id: 'n1' }]],
	'notification.delete': [{ message: 'Notification deleted successfully' }],
	// 10.10
	'serviceBooking.create': [{ bookingId: 'b1', messages: [] }],
	'serviceBooking.delete': [{ success: true, message: 'Booking deleted successfully' }],
};

/** Bodies sent with status 200 by a proxy, a login page or a failing HighLevel. */
const HOSTILE: Array<[string, unknown]> = [
	['nothing', undefined],
	['null', null],
	['text', '<html><body>Welcome to nginx!</body></html>'],
	['a number', 7],
	['an empty object', {}],
	['an error', { statusCode: 500, error: 'Internal', traceId: 't' }],
	['a list of texts', ['a', 'b']],
	['another record', { status: 'ok', result: { id: 'x' } }],
];

const declared = rows.flatMap((row) => {
	const { method, template } = requestLine(row.operation);
	const sets: VersionSet[] = ['v3', '2021'];
	return sets.flatMap((set) => {
		const official = operations.find(
			(one) => one.set === set && one.method === method && one.path === template,
		);
		return official
			? [{ ...row, set, name: `${row.resource.value}.${row.operation.value}`, official }]
			: [];
	});
});

test('both version sets are tested', () => {
	expect(declared.filter(({ set }) => set === 'v3').length).toBeGreaterThan(85);
	expect(declared.filter(({ set }) => set === '2021').length).toBeGreaterThan(65);
});

test.each(declared)(
	'$name: the response declared in $set is accepted',
	({ operation, official }) => {
		expect(expectationOf(operation).isMet(answerOf(official))).toBe(true);
	},
);

test.each(Object.entries(LIVE))('%s: responses of the real API are accepted', (name, answers) => {
	const row = rows.find(
		({ resource, operation }) => `${resource.value}.${operation.value}` === name,
	);
	if (!row) throw new Error(`There is no operation ${name}`);
	for (const answer of answers) expect(expectationOf(row.operation).isMet(answer)).toBe(true);
});

test.each(rows.map((row) => ({ ...row, name: `${row.resource.value}.${row.operation.value}` })))(
	"$name: responses that are not HighLevel's are rejected",
	({ operation }) => {
		const expected = expectationOf(operation);
		expect(HOSTILE.filter(([, answer]) => expected.isMet(answer)).map(([name]) => name)).toEqual(
			[],
		);
	},
);

test.each(
	rows
		.map((row) => ({ ...row, name: `${row.resource.value}.${row.operation.value}` }))
		.filter(({ resource }) => resource.value !== 'notification'),
)('$name: an object with only a message is rejected', ({ operation }) => {
	expect(expectationOf(operation).isMet({ message: 'Too busy, come back later' })).toBe(false);
});
