/** Scenarios of the events of block slots, free slots and service bookings. */
import { SEED } from '../../../standins/highlevel';
import type { BlockSlot } from '../../../standins/highlevel/records';
import { freeSlots } from '../../../standins/highlevel/slots';
import type { FakeAccount } from '../fakeAccount';
import { eventReference, PAST } from './references';
import type { Change, ReferenceState, Scenario } from './scenario';
import { DAY, HOUR, idOfItem, millisecondsOf, MINUTE, pick, text, wholeSecond } from './scenario';

const block: Change = (account, who, n) => {
	account.state.blockSlots.put({
		id: account.state.newId(),
		locationId: account.locationId,
		calendarId: who % 2 === 0 ? SEED.calendars.discovery : null,
		assignedUserId: who % 2 === 0 ? null : SEED.users.ada,
		title: `Block ${n}`,
		startTime: wholeSecond(account.now) + n * MINUTE,
		endTime: wholeSecond(account.now) + n * MINUTE + HOUR,
		deleted: false,
		dateAdded: account.serverNow,
		dateUpdated: account.serverNow,
	});
};
const moveBlock: Change = (account, who, n) => {
	const one = pick(account.state.blockSlots.all(), who);
	if (one)
		account.state.blockSlots.put({ ...one, title: `Moved ${n}`, dateUpdated: account.serverNow });
};
const removeBlock: Change = (account, who) => {
	const one = pick(account.state.blockSlots.all(), who);
	if (one) account.state.blockSlots.put({ ...one, deleted: true });
};
const blocks = (account: FakeAccount): BlockSlot[] =>
	account.state.blockSlots.where((one) => !one.deleted && one.endTime >= account.now - PAST);

const bookService: Change = (account, who, n) => {
	const stamp = { dateAdded: account.serverNow, dateUpdated: account.serverNow };
	const start = wholeSecond(account.now) + who * HOUR;
	account.state.bookings.put({
		id: account.state.newId(),
		locationId: account.locationId,
		values: { title: `Service ${n}`, status: 'confirmed', start, end: start + HOUR, services: [] },
		...stamp,
	});
};
const changeService: Change = (account, who, n) => {
	const one = pick(account.state.bookings.all(), who);
	if (!one) return;
	const values = { ...one.values, title: `Changed ${n}` };
	account.state.bookings.put({ ...one, values, dateUpdated: account.serverNow });
};
const removeService: Change = (account, who) => {
	const one = pick(account.state.bookings.all(), who);
	if (one) account.state.bookings.put({ ...one, values: { ...one.values, deleted: true } });
};
const services = (account: FakeAccount) =>
	account.state.bookings
		.all()
		.filter(({ values }) => values.deleted !== true && Number(values.start) >= account.now - PAST)
		.map((one) => ({
			id: one.id,
			startTime: Number(one.values.start),
			dateAdded: one.dateAdded,
			title: text(one.values.title),
		}));

const SLOT_DAYS = 5;
const takeSlot: Change = (account, who, n) => {
	const calendar = account.state.calendars.get(SEED.calendars.discovery);
	if (!calendar) return;
	const slots = freeSlots(account.state, calendar, {
		from: account.now,
		to: account.now + SLOT_DAYS * DAY,
	});
	const slot = slots[(who * 7 + n) % Math.max(1, slots.length)];
	if (!slot) return;
	account.state.addAppointment({
		calendarId: calendar.id,
		contactId: SEED.contacts.maria,
		startTime: slot.start,
		endTime: slot.start + 30 * MINUTE,
	});
};
const freeSlot: Change = (account, who) => {
	const one = pick(account.state.appointments.all(), who);
	if (one) account.state.appointments.put({ ...one, deleted: true });
};
const slotsNow = (account: FakeAccount): number[] => {
	const calendar = account.state.calendars.get(SEED.calendars.discovery);
	if (!calendar) return [];
	const range = { from: account.now, to: account.now + SLOT_DAYS * DAY };
	return freeSlots(account.state, calendar, range).map(({ start }) => start);
};
const currentSlots = (account: FakeAccount): ReferenceState => ({
	slots: Object.fromEntries(slotsNow(account).map((start) => [String(start), ''])),
	range: { until: String(account.now + SLOT_DAYS * DAY) },
});

export const availabilityScenarios: Scenario[] = [
	{
		event: 'serviceBookingChanged',
		values: { pastDays: 7 },
		setUp: (account) => bookService(account, 1, 0, 0),
		changes: [bookService, changeService, removeService],
		reference: eventReference(
			services,
			({ title }) => title,
			() => true,
			({ id, title }) => `${id} ${title}`,
			(item) => `${text(item.bookingId)} ${text(item.title)}`,
		),
	},
	{
		event: 'freeSlotOpened',
		values: { calendarId: SEED.calendars.discovery, daysAhead: SLOT_DAYS },
		setUp: (account) => {
			for (let n = 0; n < 4; n += 1) takeSlot(account, n, n, 0);
		},
		changes: [takeSlot, freeSlot, freeSlot],
		reference: {
			begin: currentSlots,
			poll: (account, state) => {
				const { slots = {}, range } = state;
				const opened = slotsNow(account).filter(
					(start) => start <= Number(range?.until) && !(String(start) in slots),
				);
				Object.assign(state, currentSlots(account));
				return opened.map(String);
			},
			token: (item) => String(millisecondsOf(item.start)),
		},
	},
	{
		event: 'blockedSlotAdded',
		values: { pastDays: 7, userIds: [SEED.users.ada] },
		setUp: (account) => block(account, 0, 0, 0),
		changes: [block, block, moveBlock, removeBlock],
		reference: eventReference(
			blocks,
			() => '',
			(_, before, isNew) => before === undefined && isNew,
			({ id }) => id,
			idOfItem,
		),
	},
];
