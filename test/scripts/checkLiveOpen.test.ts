/** The probes of check:live for questions that nothing known answers. */
import type { CheckOptions } from '../../scripts/check-live/options';
import { isBad, reportText } from '../../scripts/check-live/report';
import type { Report } from '../../scripts/check-live/report';
import { checkLive } from '../../scripts/check-live/run';
import { SEED, startHighLevelStandIn } from '../standins/highlevel';
import type { HighLevelStandIn } from '../standins/highlevel';

let standIn: HighLevelStandIn;
beforeAll(async () => {
	standIn = await startHighLevelStandIn({ limiter: { max: 100_000 } });
});
beforeEach(() => standIn.reset());
afterAll(async () => await standIn.close());

async function check(
	calendarId: string = SEED.calendars.discovery,
	set: CheckOptions['set'] = 'v3',
) {
	const { url, locationId, tokens } = standIn;
	const account = { url, token: tokens.privateIntegration, locationId, calendarId };
	return await checkLive({ account, set, write: true });
}

/** What was seen, by fact, of the open question whose probe has these words in its title. */
function answers({ findings }: Report, words: string): Record<string, string> {
	const chosen = findings.filter(
		({ probe, verdict }) => verdict === 'open' && probe.includes(words),
	);
	return Object.fromEntries(chosen.map(({ fact, seen }) => [fact, seen]));
}

test.each(['v3', '2021'] as const)('they run and leave nothing behind, version %s', async (set) => {
	const contacts = standIn.state.contacts.size;
	const report = await check(SEED.calendars.discovery, set);
	const probes = report.findings.filter(({ probe }) => probe.startsWith('open: '));
	expect(new Set(probes.map(({ probe }) => probe)).size).toBe(4);
	expect([report.left, standIn.state.contacts.size]).toEqual([[], contacts]);
	expect(standIn.state.appointments.all().filter(({ deleted }) => !deleted)).toEqual([]);
});

test('whatever they see is an answer, not a difference', async () => {
	standIn.settings.createsRefusedContacts = true;
	const report = await check();
	expect(isBad(report)).toBe(false);
	const open = report.findings.filter(({ verdict }) => verdict === 'open');
	expect(new Set(open.map(({ expected }) => expected))).toEqual(new Set(['an open question']));
	expect(reportText(report)).toContain(`, ${open.length} on open questions`);
});

describe('does an active DND setting mean that DND is on', () => {
	test('the contacts of the account are counted by both', async () => {
		const settings = (status: string) => ({ dndSettings: { email: { status } } });
		standIn.state.addContact({ dnd: true, ...settings('inactive') });
		standIn.state.addContact({ dnd: true, ...settings('active') });
		standIn.state.addContact({ dnd: false, ...settings('inactive') });
		expect(answers(await check(), 'in the contacts of the account')).toEqual({
			'contacts with DND settings and dnd true': '1 with an active channel, 1 without',
			'contacts with DND settings and dnd false': '0 with an active channel, 1 without',
		});
	});

	test('without such a contact, nothing is claimed', async () => {
		const report = await check();
		expect(answers(report, 'in the contacts of the account')).toEqual({});
		expect(report.findings).toContainEqual(
			expect.objectContaining({ fact: 'contact with DND settings', verdict: 'unclear' }),
		);
	});

	test('a contact is changed channel first, then as a whole, and read after each change', async () => {
		expect(answers(await check(), 'in a contact of its own')).toEqual({
			'e-mail set to active: status': '200',
			'e-mail set to active: dnd': 'false',
			'e-mail set to active: channels': 'email active',
			'e-mail set to inactive: status': '200',
			'e-mail set to inactive: dnd': 'false',
			'e-mail set to inactive: channels': 'email inactive',
			'dnd set to true: status': '200',
			'dnd set to true: dnd': 'true',
			'dnd set to true: channels': 'email inactive',
			'dnd set to false: status': '200',
			'dnd set to false: dnd': 'false',
			'dnd set to false: channels': 'email inactive',
		});
	});
});

describe('is assignedUserId optional when booking', () => {
	test('a calendar with a team assigns somebody', async () => {
		expect(answers(await check(SEED.calendars.team), 'assignedUserId')).toEqual({
			'type of the calendar': 'round_robin',
			'team members of the calendar': '2',
			'booked without assignedUserId: status': '200',
			'the appointment is assigned to': 'a team member',
		});
	});

	test('a refusal is shown with its message', async () => {
		standIn.faults.add({
			action: { kind: 'status', status: 400, body: { message: 'assignedUserId is required' } },
			operationId: 'create-appointment',
		});
		expect(answers(await check(SEED.calendars.team), 'assignedUserId')).toMatchObject({
			'booked without assignedUserId: status': '400',
			message: 'assignedUserId is required',
		});
	});
});

describe('may a refused create have created', () => {
	const title = 'refused create';

	test('a contact that does not exist can be created after the refusal', async () => {
		expect(answers(await check(), title)).toEqual({
			'an unknown key: status': '422',
			'an unknown key: message': 'property notAKey should not exist',
			'an unknown key: the duplicate check finds it': 'no',
			'an unknown key: creating it correctly gives': '201',
			'a country that is none: status': '422',
			'a country that is none: message': expect.stringContaining('country') as string,
			'a country that is none: the duplicate check finds it': 'no',
			'a country that is none: creating it correctly gives': '201',
		});
	});

	test('a contact that does exist is found, and deleted', async () => {
		standIn.settings.createsRefusedContacts = true;
		const contacts = standIn.state.contacts.size;
		const report = await check();
		expect(answers(report, title)).toMatchObject({
			'an unknown key: status': '422',
			'an unknown key: the duplicate check finds it': 'yes',
			'an unknown key: creating it correctly gives': '400',
		});
		expect([report.left, standIn.state.contacts.size]).toEqual([[], contacts]);
	});
});
