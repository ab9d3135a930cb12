import fc from 'fast-check';

import { runCodeNode } from '../support/codeNode';

/** One calendar, its record in ActiveCampaign, and what both said when they last agreed. */
interface Both {
	highLevel: string;
	activeCampaign: string | undefined;
	pair: string | undefined;
}

const ID = 'cal1';
const ZONE = 'Europe/Berlin';
const TAGS = ['A', 'B', 'C'].map((name, id) => ({ id: String(id), tag: `calendar: ${name}` }));

const input = ({ highLevel, activeCampaign, pair }: Both) => [
	{
		calendarId: ID,
		highLevel: { name: highLevel, timezone: ZONE, isActive: true },
		activeCampaign:
			activeCampaign === undefined
				? null
				: { contactId: '1', name: activeCampaign, timezone: ZONE },
		pair:
			pair === undefined
				? null
				: { name: pair, timezone: ZONE, tag: `calendar: ${pair}`, list: '', gone: false },
	},
];

/** A run of "Calendars to ActiveCampaign": writes the record and remembers what both agree on. */
function toActiveCampaign(both: Both, whoWins: string): Both {
	const [change] = runCodeNode('changesForActiveCampaign', input(both), {
		Settings: [{ whoWins, calendars: [], tagPrefix: 'calendar: ', recordDomain: 'example.com' }],
		'Read Fields and Tags': [
			{
				tags: TAGS,
				fields: [{ id: '1', perstag: 'HL_CALENDAR' }],
				fieldOptions: [{ field: '1', value: ID }],
			},
		],
	});
	if (change === undefined) return both;
	const agreed = change['agreed'] as { name: string };
	const written = change['isWritten'] === true ? both.activeCampaign : (change['name'] as string);
	return { ...both, activeCampaign: written, pair: agreed.name };
}

/** A run of "Change a HighLevel Calendar": writes the calendar and remembers what both agree on. */
function toHighLevel(both: Both, whoWins: string): Both {
	const [change] = runCodeNode('changesForHighLevel', input(both), { Settings: [{ whoWins }] });
	if (change === undefined) return both;
	return {
		...both,
		highLevel: (change['name'] as string | undefined) ?? both.highLevel,
		pair: (change['pair'] as { name: string }).name,
	};
}

const start: Both = { highLevel: 'A', activeCampaign: 'A', pair: 'A' };

test.each(['HighLevel', 'ActiveCampaign'])(
	'a name changed in ActiveCampaign reaches HighLevel, whichever workflow runs first (%s wins)',
	(whoWins) => {
		const changed = { ...start, activeCampaign: 'B' };
		const both = toHighLevel(toActiveCampaign(changed, whoWins), whoWins);
		expect(both).toEqual({ highLevel: 'B', activeCampaign: 'B', pair: 'B' });
	},
);

const settled = (both: Both, whoWins: string): Both =>
	[0, 1, 2].reduce((now) => toHighLevel(toActiveCampaign(now, whoWins), whoWins), both);

test('whatever is changed and whichever workflow runs when, both sides end with the newest name', () => {
	const step = fc.oneof(
		fc.record({
			edit: fc.constantFrom('highLevel', 'activeCampaign'),
			to: fc.constantFrom('A', 'B', 'C'),
		}),
		fc.record({ run: fc.constantFrom(toActiveCampaign, toHighLevel) }),
	);
	fc.assert(
		fc.property(
			fc.array(step, { maxLength: 8 }),
			fc.constantFrom('HighLevel', 'ActiveCampaign'),
			(steps, whoWins) => {
				let both = start;
				/** What was edited since both sides last agreed. */
				let edited = new Set<string>();
				for (const one of steps) {
					if ('run' in one) both = one.run(both, whoWins);
					else {
						both = { ...both, [one.edit]: one.to };
						edited.add(one.edit);
					}
					if (both.highLevel === both.activeCampaign && both.pair === both.highLevel) {
						edited = new Set();
					}
				}
				const [only] = edited;
				const newest = only === 'highLevel' ? both.highLevel : both.activeCampaign;
				const end = settled(both, whoWins);
				expect(end.highLevel).toBe(end.activeCampaign);
				expect(end.pair).toBe(end.highLevel);
				if (edited.size === 1) expect(end.highLevel).toBe(newest);
				expect(settled(end, whoWins)).toEqual(end);
			},
		),
		{ numRuns: 2000 },
	);
});
