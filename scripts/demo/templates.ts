/**
 * The templates that the demo shows with a button. CONTRIBUTING.md tells how to add one. A template without an entry is
 * imported, not published, and listed.
 */
import { AC_SEED } from '../../test/standins/activecampaign';
import type { ContactView } from '../../test/standins/activecampaign';
import { SEED } from '../../test/standins/highlevel';
import { bookingTemplate } from './booking';
import { CALENDARHERO_TEMPLATES } from './calendarHeroTemplates';
import type { Demo } from './demo';
import { HIGHLEVEL_TEMPLATES } from './highLevelTemplates';
import { callHighLevel } from './services/callHighLevel';
import { shownTime } from './services/shown';
import type { DemoTemplate } from './template';

const CATCH_UP = 'Every 15 Minutes';

/** The first of the names that is not taken, so that each click changes something. */
function nextName(current: string, ...names: [string, ...string[]]): string {
	return names[(names.indexOf(current) + 1) % names.length] ?? names[0];
}

function calendarName({ highLevel }: Demo, id: string): string {
	return highLevel.state.calendars.get(id)?.values.name ?? '';
}

/** The contact of ActiveCampaign that stands for a calendar. */
function recordOf({ activeCampaign }: Demo, calendarId: string): ContactView | undefined {
	return activeCampaign.contacts().find(({ fields }) => fields['HL_CALENDAR_ID'] === calendarId);
}

const setUpActiveCampaign: DemoTemplate = {
	file: 'activecampaign-set-up',
	sentence: 'Makes the contact fields and tags in ActiveCampaign that the other templates use.',
	button: 'Delete a tag, and run it',
	atStart: 'Execute Workflow',
	startFrom: 'Execute Workflow',
	round: ({ activeCampaign }) => {
		const tag = 'no-times';
		const isThere = () => activeCampaign.state.tagByName(tag) !== undefined;
		return {
			where: `In ActiveCampaign, the tag ${tag}`,
			look: () => {
				const made = activeCampaign.state.tagByName(tag)?.cdate;
				return { Made: made === undefined ? 'deleted' : shownTime(made) };
			},
			change: () => {
				if (isThere()) activeCampaign.as('admin').deleteTag(tag);
				return `Deleted the tag ${tag} in ActiveCampaign.`;
			},
			hasArrived: isThere,
		};
	},
};

const calendarsToActiveCampaign: DemoTemplate = {
	file: 'highlevel-calendars-to-activecampaign',
	sentence: 'Gives each HighLevel calendar a record, a tag and a choice in ActiveCampaign.',
	button: 'Rename a calendar in HighLevel',
	settings: () => ({ calendars: [] }),
	atStart: CATCH_UP,
	startFrom: CATCH_UP,
	round: (demo) => {
		const id = SEED.calendars.team;
		const before = calendarName(demo, id);
		const name = nextName(before, 'Team Consultation', 'Meet the Team', 'Family Consultation');
		const look = () => {
			const record = recordOf(demo, id);
			return {
				Name: record?.fields['HL_CALENDAR_NAME'] ?? 'none',
				Tag: record?.tags.join(', ') ?? 'none',
			};
		};
		return {
			where: 'In ActiveCampaign, the record of the calendar',
			look,
			change: async () => {
				await callHighLevel(demo.highLevel, 'PUT', `/calendars/${id}`, { name });
				return `Renamed the calendar ${before} to ${name} in HighLevel.`;
			},
			hasArrived: () => {
				const shown = look();
				return shown.Name === name && shown.Tag === `calendar: ${name}`;
			},
		};
	},
};

const calendarsFromActiveCampaign: DemoTemplate = {
	file: 'activecampaign-calendars-to-highlevel',
	sentence: 'Changes a HighLevel calendar when its record in ActiveCampaign is changed.',
	button: 'Change a record in ActiveCampaign',
	catchUp: CATCH_UP,
	round: (demo) => {
		const id = SEED.calendars.personal;
		const before = calendarName(demo, id);
		const name = nextName(before, 'Linus Personal', 'Linus, Follow-Ups', 'Linus, First Visits');
		return {
			where: 'In HighLevel, the calendar; in ActiveCampaign, the note on its record',
			look: () => ({
				Calendar: calendarName(demo, id),
				Note: recordOf(demo, id)?.notes.at(-1) ?? 'none',
			}),
			change: () => {
				const record = recordOf(demo, id);
				if (record === undefined) {
					throw new Error(
						`ActiveCampaign has no record of ${before} yet. Run the template Calendars to ActiveCampaign first.`,
					);
				}
				const admin = demo.activeCampaign.as('admin');
				admin.setContactField(record.id, 'HL_CALENDAR_NAME', name);
				return `Changed HL Calendar Name from ${before} to ${name} in ActiveCampaign.`;
			},
			hasArrived: () =>
				calendarName(demo, id) === name && (recordOf(demo, id)?.notes.at(-1) ?? '').includes(name),
		};
	},
};

const sendFreeTimes: DemoTemplate = {
	file: 'activecampaign-send-free-times',
	sentence: 'Writes free times of a HighLevel calendar to a contact in ActiveCampaign who asks.',
	button: 'Tag a contact in ActiveCampaign',
	catchUp: CATCH_UP,
	settings: () => ({
		showOnly: false,
		defaultCalendar: 'Discovery Call',
		calendars: [],
	}),
	round: ({ activeCampaign }) => {
		const contact = () => activeCampaign.contact(AC_SEED.mara);
		const look = () => {
			const { fields = {}, tags = [] } = contact() ?? {};
			const updated = fields['HL_SLOTS_UPDATED'];
			return {
				'Free slots': fields['HL_FREE_SLOTS'] ?? 'none',
				Updated: updated === undefined ? 'never' : shownTime(updated),
				Tags: tags.join(', '),
			};
		};
		let asked = '';
		return {
			where: 'In ActiveCampaign, the contact Mara Lindqvist',
			look,
			change: () => {
				asked = contact()?.fields['HL_SLOTS_UPDATED'] ?? '';
				activeCampaign.as('admin').addTag(AC_SEED.mara, 'wants-times');
				return 'Tagged Mara Lindqvist with wants-times in ActiveCampaign.';
			},
			hasArrived: () => {
				const { fields = {}, tags = [] } = contact() ?? {};
				const isNew = (fields['HL_SLOTS_UPDATED'] ?? '') !== asked;
				return isNew && tags.includes('times-ready') && !tags.includes('wants-times');
			},
		};
	},
};

/** Those that run at the start run in this order. */
export const TEMPLATES: DemoTemplate[] = [
	setUpActiveCampaign,
	calendarsToActiveCampaign,
	calendarsFromActiveCampaign,
	sendFreeTimes,
	bookingTemplate,
	...HIGHLEVEL_TEMPLATES,
	...CALENDARHERO_TEMPLATES,
];

/** Settings that several templates have, for every template that has them. */
export function sharedSettings({
	activeCampaign,
}: Pick<Demo, 'activeCampaign'>): Record<string, unknown> {
	return { activeCampaignUrl: activeCampaign.url, recordDomain: 'calendars.example.com' };
}
