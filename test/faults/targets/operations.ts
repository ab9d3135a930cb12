/** Every operation of the action nodes of both services. A new operation is here by itself. */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { calendarHeroResources } from '../../../nodes/CalendarHero/resources';
import type { Operation } from '../../../nodes/shared/operation';
import { requestLine } from '../../../nodes/shared/operation';
import type { Row } from '../../contract/rows';
import { rows } from '../../contract/rows';
import type { HighLevelStandIn } from '../../standins/highlevel';
import { idFor } from '../../standins/shared/ids';
import type { Opened, Struck } from '../baseline';
import type { FaultKind } from '../faults';
import { openCalendarHero } from '../worlds/calendarHero';
import { openHighLevel } from '../worlds/highLevel';
import { ITEMS } from '../worlds/highLevelRecords';
import { CALENDAR_HERO } from './calendarHeroParameters';
import { FURTHER } from './highLevelParameters';
import { operationTarget, wayOf } from './operation';
import { sampleOf } from './parameters';
import type { Target } from './target';

/** The only endpoint that does not accept private integration tokens. */
const BY_APP = ['contact.lookup'];

/** Opens an account and runs an operation of the HighLevel nodes in it. */
export async function openOperation(
	{ family, resource, operation }: Pick<Row, 'family'> & { resource: string; operation: string },
	parameters: INodeParameters,
): Promise<Opened & { standIn: HighLevelStandIn }> {
	const world = await openHighLevel();
	const { account } = world;
	const name = `${resource}.${operation}`;
	const app = BY_APP.includes(name) ? account.appCredentials('location') : undefined;
	return {
		world: app ? { ...world, secrets: [...world.secrets, ...secretsOf(app)] } : world,
		standIn: account.standIn,
		items: ITEMS,
		act: async (items, address) => {
			const more: ICredentialDataDecryptedObject = address === undefined ? {} : { apiUrl: address };
			return await account.run(
				family,
				name,
				{ ...parameters, ...(app ? { authentication: 'oAuth2' } : {}) },
				{
					items: items.map((json) => ({ json })),
					onError: 'continueRegularOutput',
					timezone: 'America/New_York',
					credentials: app
						? { highLevelAppOAuth2Api: { ...app.highLevelAppOAuth2Api, ...more } }
						: { highLevelPrivateIntegrationApi: account.credential(more) },
				},
			);
		},
	};
}

/** The tokens of an app's credential. */
export function secretsOf(app: Record<string, unknown>): string[] {
	return [...JSON.stringify(app).matchAll(/"(?:\w+_token|clientSecret)":"([^"]+)"/g)].map(
		([, secret = '']) => secret,
	);
}

const highLevel: Target[] = rows.map((row) => {
	const { family, resource, operation } = row;
	const name = `${family} ${resource.value}.${operation.value}`;
	const parameters = { ...sampleOf(row, ITEMS), ...FURTHER[name] };
	return operationTarget({
		name,
		row: `${family === 'contacts' ? 'Contacts' : 'Calendars'}: ${resource.name}`,
		way: wayOf(requestLine(operation).method, operation.paginate !== undefined),
		open: async () =>
			await openOperation(
				{ family, resource: resource.value, operation: operation.value },
				parameters,
			),
		// HighLevel was seen to refuse the limit of this list, so it is read once more without one.
		rounds: name === 'calendars notification.getAll' ? 2 : 1,
	});
});

/** More than one page of them. */
const MANY = 60;

/** A list of which only the second page is struck: half a list must not pass for a whole one. */
const secondPage: Target = operationTarget({
	name: 'calendars resource.getAll, second page',
	row: 'Calendars: Resource',
	way: 'list',
	from: 2,
	open: async () => {
		const operation = { family: 'calendars', resource: 'resource', operation: 'getAll' } as const;
		const opened = await openOperation(operation, { resourceType: 'rooms', returnAll: true });
		const { state, locationId } = opened.standIn;
		for (let index = 0; index < MANY; index += 1) {
			state.resources.put({
				id: idFor(`room ${index}`),
				locationId,
				dateAdded: Date.now(),
				dateUpdated: Date.now(),
				values: { name: `Room ${index}`, resourceType: 'rooms', capacity: 1 },
			});
		}
		return { ...opened, items: opened.items.slice(0, 1) };
	},
});

/**
 * CalendarHero does not document how it answers a change: an empty answer and any object without an error are its own.
 * From such an answer alone nobody can tell that nothing was changed.
 */
const LIKE_A_CHANGE = ['empty', '204', 'wrong JSON'];
export const isUndocumented = ({ happened, column }: FaultKind, { writes, method }: Struck) =>
	writes && method !== 'POST' && !happened && LIKE_A_CHANGE.includes(column);

/** Opens an account and runs an operation of the CalendarHero node in it. */
export async function openCalendarHeroOperation(
	resource: string,
	operation: string,
	parameters: INodeParameters,
): Promise<Opened> {
	const world = await openCalendarHero();
	const { account } = world;
	return {
		world,
		items: world.items,
		act: async (items, address) =>
			await account.run(resource, operation, parameters, {
				credentials: account.credentials(address === undefined ? {} : { apiUrl: address }),
				items: items.map((json) => ({ json })),
				onError: 'continueRegularOutput',
			}),
	};
}

const isList = ({ paginate, value }: Operation) => paginate !== undefined || value === 'getAll';

const calendarHero: Target[] = calendarHeroResources.flatMap((resource) =>
	resource.operations.map((operation) => {
		const name = `${resource.value}.${operation.value}`;
		return operationTarget({
			name: `CalendarHero ${name}`,
			row: `CalendarHero: ${resource.name}`,
			way: wayOf(requestLine(operation).method, isList(operation)),
			open: async () =>
				await openCalendarHeroOperation(resource.value, operation.value, {
					...(operation.paginate ? { returnAll: true } : {}),
					...CALENDAR_HERO[name],
				}),
			cannotTell: isUndocumented,
		});
	}),
);

export const operationTargets: Target[] = [...highLevel, secondPage, ...calendarHero];
