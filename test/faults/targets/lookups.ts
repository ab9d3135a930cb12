/** Every list, menu and mapper of the editor, and every way of naming a record by something other than its ID. */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { CalendarHero } from '../../../nodes/CalendarHero/CalendarHero.node';
import { calendarHeroResources } from '../../../nodes/CalendarHero/resources';
import type { Field, Operation } from '../../../nodes/shared/operation';
import { rows } from '../../contract/rows';
import type { MethodOptions } from '../../engine/harness';
import type { Engine } from '../../engine/harness';
import { probe } from '../../HighLevel/search/probe';
import { openCalendarHero } from '../worlds/calendarHero';
import { openHighLevel, openUnused } from '../worlds/highLevel';
import { ITEMS } from '../worlds/highLevelRecords';
import type { World } from '../worlds/world';
import { CALENDAR_HERO } from './calendarHeroParameters';
import { FURTHER } from './highLevelParameters';
import { operationTarget, wayOf } from './operation';
import { isUndocumented, openCalendarHeroOperation, openOperation, secretsOf } from './operations';
import { sampleOf } from './parameters';
import { readingTarget } from './reading';
import type { Target } from './target';

type Methods = Record<string, Record<string, unknown>>;

/** Calls a method as the editor does. */
async function ask(
	engine: Engine,
	kind: string,
	method: string,
	options: MethodOptions,
): Promise<unknown> {
	switch (kind) {
		case 'listSearch':
			return await engine.listSearch(options, method);
		case 'loadOptions':
			return await engine.loadOptions(options, method);
		default:
			return await engine.resourceMapping(options, method);
	}
}

/** The zones that Node knows, which are listed when HighLevel does not say. */
const isListOfZones = (answer: unknown): boolean =>
	Array.isArray(answer) &&
	answer.some((one) => typeof one === 'object' && one !== null && 'value' in one) &&
	JSON.stringify(answer).includes('Europe/Berlin');

/** Events without the names of their contacts, which are shown where contacts can be read. */
const isListOfEvents = (answer: unknown): boolean =>
	/Appointment".*Appointment".*Blocked".*Blocked"/.test(JSON.stringify(answer));

/** What a list may show in place of everything, by its method. */
const INSTEAD: Record<string, (answer: unknown) => boolean> = {
	getTimezones: isListOfZones,
	getTimezonesOrDefault: isListOfZones,
	getScheduleTimezones: isListOfZones,
	searchEvents: isListOfEvents,
};

const locator = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
const [first = {}] = ITEMS;
const CHOSEN = {
	contactId: locator(first.contactId),
	calendarId: locator(first.calendarId),
	userId: locator(first.userId),
	appointmentId: locator(first.appointmentId),
	resourceType: 'rooms',
} as INodeParameters;
/** The calendar that has a team. */
const WITH_TEAM = { calendarId: locator(first.eventCalendarId) } as INodeParameters;

const methodsOf = (methods: object | undefined): Array<[kind: string, method: string]> =>
	Object.entries((methods ?? {}) as Methods).flatMap(([kind, all]) =>
		Object.keys(all).map((method): [string, string] => [kind, method]),
	);

const highLevelLists: Target[] = methodsOf(probe.methods).map(([kind, method]) =>
	readingTarget({
		name: `HighLevel ${method}`,
		row: 'HighLevel: lists of the editor',
		way: 'look-up',
		instead: INSTEAD[method],
		open: async () => {
			const ofAgency = method === 'searchSubAccounts';
			const world = ofAgency ? await openUnused() : await openHighLevel();
			const { account } = world;
			const app = ofAgency ? account.appCredentials('company') : undefined;
			const opened: World = app
				? { ...world, secrets: [...world.secrets, ...secretsOf(app)] }
				: world;
			return {
				world: opened,
				read: async (address) => {
					const more: ICredentialDataDecryptedObject =
						address === undefined ? {} : { apiUrl: address };
					return await ask(account.engine, kind, method, {
						nodeType: probe,
						parameters: {
							...CHOSEN,
							...(method === 'getCalendarTeamMembers' ? WITH_TEAM : {}),
							authentication: app ? 'oAuth2' : 'privateIntegration',
						},
						credentials: app
							? { highLevelAppOAuth2Api: { ...app.highLevelAppOAuth2Api, ...more } }
							: { highLevelPrivateIntegrationApi: account.credential(more) },
					});
				},
			};
		},
	}),
);

const calendarHeroNode = new CalendarHero();

const calendarHeroLists: Target[] = methodsOf(calendarHeroNode.methods)
	// The only one that asks nobody.
	.filter(([, method]) => method !== 'getTimezonesOrDefault')
	.map(([kind, method]) =>
		readingTarget({
			name: `CalendarHero ${method}`,
			row: 'CalendarHero: lists of the editor',
			way: 'look-up',
			open: async () => {
				const world = await openCalendarHero();
				const { account } = world;
				return {
					world,
					read: async (address) =>
						await ask(account.engine, kind, method, {
							nodeType: calendarHeroNode,
							parameters: {},
							credentials: account.credentials(address === undefined ? {} : { apiUrl: address }),
						}),
				};
			},
		}),
	);

/** The locator fields of an operation that find records by a name, an email or a phone number. */
function finding({ fields = [], optional = [] }: Operation): Array<{ field: Field; mode: string }> {
	return [...fields, ...optional].flatMap((field) =>
		Object.keys(field.find ?? {}).map((mode) => ({ field, mode })),
	);
}

/** What both items are called, by field and mode. */
const NAMED: Record<string, string> = {
	'contactId email': 'maria.lopez@example.com',
	'contactId phone': '+12025550101',
	'calendarId name': 'Discovery Call',
	'groupId name': 'Group 0',
	'businessId name': 'Acme Inc',
	'resourceId name': 'Room 0',
	'scheduleId name': 'Hours 0',
	'serviceId name': 'Service 0',
	'serviceLocationId name': 'Place 0',
	'userId email': 'ada@example.com',
	'userId name': 'Ada Lovelace',
};

/** The first operation with each field and mode: they are looked up in the same way everywhere. */
const seen = new Set<string>();
const byName: Target[] = rows.flatMap((row) => {
	const { family, resource, operation } = row;
	return finding(operation).flatMap(({ field, mode }) => {
		const key = `${field.name} ${mode}`;
		const isRequired = (operation.fields ?? []).includes(field);
		if (seen.has(key) || !isRequired || NAMED[key] === undefined) return [];
		if (operation.value === 'delete') return [];
		seen.add(key);
		const parameters = {
			...sampleOf(row, ITEMS),
			...FURTHER[`${family} ${resource.value}.${operation.value}`],
			[field.name]: { __rl: true, mode, value: NAMED[key] ?? '' },
		};
		return [
			operationTarget({
				name: `${field.displayName} by ${mode} in ${family} ${resource.value}.${operation.value}`,
				row: 'HighLevel: records by name',
				way: wayOf('GET', false),
				open: async () => {
					const opened = await openOperation(
						{ family, resource: resource.value, operation: operation.value },
						parameters,
					);
					return { ...opened, items: opened.items.slice(0, 1) };
				},
			}),
		];
	});
});

const calendarHeroByEmail: Target[] = calendarHeroResources.flatMap((resource) =>
	resource.operations
		.filter((operation) => operation.value !== 'delete' && finding(operation).length > 0)
		.map((operation) => {
			const name = `${resource.value}.${operation.value}`;
			return operationTarget({
				name: `CalendarHero by email in ${name}`,
				row: 'CalendarHero: records by email',
				way: 'look-up',
				open: async () => {
					const opened = await openCalendarHeroOperation(resource.value, operation.value, {
						...CALENDAR_HERO[name],
						contactId: { __rl: true, mode: 'email', value: 'jonas@brightmill.example' },
					});
					return { ...opened, items: opened.items.slice(0, 1) };
				},
				cannotTell: isUndocumented,
			});
		}),
);

export const lookupTargets: Target[] = [
	...highLevelLists,
	...calendarHeroLists,
	...byName,
	...calendarHeroByEmail,
];
