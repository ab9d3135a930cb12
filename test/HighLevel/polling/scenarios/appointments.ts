/** Scenarios of the events of appointments. */
import type { IDataObject } from 'n8n-workflow';

import type { Appointment } from '../../../standins/highlevel';
import { SEED } from '../../../standins/highlevel';
import type { FakeAccount } from '../fakeAccount';
import { dueReference, eventReference, PAST } from './references';
import type { Change, Reference, Scenario } from './scenario';
import { DAY, HOUR, idOfItem, millisecondsOf, MINUTE, pick, text, wholeSecond } from './scenario';

const appointmentsOf = (account: FakeAccount) => account.state.appointments.all();
const listed = (account: FakeAccount): Appointment[] =>
	appointmentsOf(account).filter((one) => !one.deleted && one.startTime >= account.now - PAST);

const book: Change = (account, who, n) => {
	const startTime = wholeSecond(account.now) + (who - 1) * 25 * MINUTE + n * 1000;
	account.state.addAppointment({
		calendarId: who % 2 === 0 ? SEED.calendars.discovery : SEED.calendars.team,
		contactId: SEED.contacts.maria,
		title: `Booking ${n}`,
		startTime,
		endTime: startTime + 30 * MINUTE,
		dateAdded: account.serverNow,
		dateUpdated: account.serverNow,
	});
};
const changeBooking =
	(values: (one: Appointment, n: number, account: FakeAccount) => Partial<Appointment>): Change =>
	(account, who, n) => {
		const one = pick(appointmentsOf(account), who);
		if (!one || one.deleted) return;
		account.state.appointments.put({
			...one,
			...values(one, n, account),
			dateUpdated: account.serverNow,
		});
	};
const retitle = changeBooking((_, n) => ({ title: `Retitled ${n}` }));
const reschedule = changeBooking((_, n, account) => {
	const startTime = wholeSecond(account.now) + (n % 90) * MINUTE + n * 1000;
	return { startTime, endTime: startTime + 30 * MINUTE };
});
const moveToPast = changeBooking((_, n, account) => ({
	startTime: wholeSecond(account.now) - 8 * DAY + n * 1000,
	endTime: wholeSecond(account.now) - 8 * DAY + HOUR,
}));
const STATUSES = ['confirmed', 'new', 'showed', 'noshow', 'cancelled'];
const setStatus = changeBooking((_, n) => ({
	appointmentStatus: STATUSES[n % STATUSES.length] ?? 'new',
}));
const cancel = changeBooking(() => ({ appointmentStatus: 'cancelled' }));
const removeBooking = changeBooking(() => ({ deleted: true }));
const bookingChanges = [book, book, retitle, reschedule, setStatus, cancel, removeBooking];

const titled = (one: Appointment) =>
	`${one.id} ${one.title} ${one.appointmentStatus} ${one.startTime} ${one.dateUpdated}`;
const titledItem = (item: IDataObject) =>
	`${text(item.id)} ${text(item.title)} ${text(item.appointmentStatus)} ${millisecondsOf(item.startTime)} ${millisecondsOf(item.dateUpdated)}`;

const cancelReference: Reference = {
	begin: (account) => ({
		known: Object.fromEntries(listed(account).map((one) => [one.id, one.appointmentStatus])),
		starts: Object.fromEntries(listed(account).map((one) => [one.id, String(one.startTime)])),
	}),
	poll: (account, state) => {
		const known = (state.known ??= {});
		const starts = (state.starts ??= {});
		for (const id of Object.keys(known)) {
			if (Number(starts[id]) < account.now - PAST) delete known[id];
		}
		const tokens: string[] = [];
		const present = listed(account);
		for (const one of present) {
			if (one.appointmentStatus === 'cancelled' && known[one.id] !== 'cancelled') {
				tokens.push(`${one.id} cancelled`);
			}
			known[one.id] = one.appointmentStatus;
			starts[one.id] = String(one.startTime);
		}
		for (const id of Object.keys(known)) {
			if (present.some((one) => one.id === id)) continue;
			const deleted = account.state.appointments.get(id)?.deleted === true;
			if (!deleted) known[id] = 'elsewhere';
			else {
				if (known[id] !== 'cancelled' && known[id] !== 'elsewhere') tokens.push(`${id} deleted`);
				if (known[id] !== 'elsewhere') delete known[id];
			}
		}
		return tokens;
	},
	token: (item) => `${text(item.id)} ${item.deleted === true ? 'deleted' : 'cancelled'}`,
};

const seedBookings = (account: FakeAccount) => {
	for (let n = 0; n < 3; n += 1) book(account, n, n, 0);
};

export const appointmentScenarios: Scenario[] = [
	{
		event: 'appointmentCreated',
		values: { pastDays: 7 },
		setUp: seedBookings,
		changes: [...bookingChanges, moveToPast],
		reference: eventReference(
			listed,
			() => '',
			(_, before, isNew) => before === undefined && isNew,
			({ id }) => id,
			idOfItem,
		),
	},
	{
		event: 'appointmentUpdated',
		values: { pastDays: 7 },
		setUp: seedBookings,
		changes: [...bookingChanges, moveToPast],
		reference: eventReference(
			listed,
			titled,
			(_, before, isNew) => before !== undefined || !isNew,
			titled,
			titledItem,
		),
	},
	{
		event: 'appointmentRescheduled',
		values: { pastDays: 7 },
		setUp: seedBookings,
		changes: [...bookingChanges, moveToPast, reschedule],
		reference: eventReference(
			listed,
			(one) => `${one.startTime}-${one.endTime}`,
			(_, before, isNew) => before !== undefined || !isNew,
			titled,
			titledItem,
		),
	},
	{
		event: 'appointmentStatusChanged',
		values: { pastDays: 7 },
		setUp: seedBookings,
		changes: [...bookingChanges, setStatus],
		reference: eventReference(
			listed,
			({ appointmentStatus }) => appointmentStatus,
			(_, before) => before !== undefined,
			titled,
			titledItem,
		),
	},
	{
		event: 'appointmentCancelled',
		values: { pastDays: 7 },
		setUp: seedBookings,
		changes: [...bookingChanges, cancel, moveToPast],
		reference: cancelReference,
	},
	{
		event: 'appointmentStartingSoon',
		values: { minutesBefore: 60 },
		setUp: seedBookings,
		changes: bookingChanges,
		reference: dueReference(
			(account) =>
				appointmentsOf(account)
					.filter((one) => !one.deleted && one.appointmentStatus !== 'cancelled')
					.map(({ id, startTime }) => ({ id, at: startTime })),
			(item) => `${text(item.id)}@${millisecondsOf(item.startTime)}`,
		),
	},
];
