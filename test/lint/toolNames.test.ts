import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { CalendarHero } from '../../nodes/CalendarHero/CalendarHero.node';
import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { expectNone } from '../support/expectNone';
import { mayMeet } from './displayTexts';

/**
 * What n8n's AI Agents tell a model of a node: of a field only its title, under which the model fills it in, and of an operation
 * its action.
 */

/** Titles that say nothing without the operation around them. */
const BARE = new Set(
	`Action Active Amount Author Body Code Color Completed Content Count Date Deleted Description Details Direction Enabled
	End Field From Group ID Instructions Key Kind Label Length Limits List Location Locked Match Message Mode Name Notes
	Number Of Operator Order Pinned Position Priority Private Query Range Search Slug Start Status Subject Text Time Title
	To Type Unit Value Values`.split(/\s+/),
);

/** A field that a model can fill in, with the conditions under which the editor shows it. */
interface Argument {
	title: string;
	field: INodeProperties;
}

const isField = (option: object): option is INodeProperties =>
	'displayName' in option && 'type' in option;

/** A field or, of a collection, those in it. Rows of a fixed collection are the workflow's, not the model's. */
function argumentsOf(field: INodeProperties): Argument[] {
	if (field.type === 'notice' || field.type === 'hidden' || field.type === 'fixedCollection') {
		return [];
	}
	if (field.type !== 'collection') return [{ title: field.displayName, field }];
	return (field.options ?? []).filter(isField).flatMap(argumentsOf);
}

interface Panel {
	operation: string;
	action: string;
	fields: Argument[];
}

const isIn = (values: readonly unknown[] | undefined, value: unknown) =>
	values === undefined || values.includes(value);

/** The operations of a node as a model gets them. */
function panelsOf({ properties, version }: INodeTypeDescription): Panel[] {
	const newest = Math.max(...[version].flat());
	const isShown = ({ displayOptions }: INodeProperties, resource: unknown, operation?: unknown) => {
		const show = displayOptions?.show ?? {};
		return (
			isIn(show['@tool'], true) &&
			isIn(show['@version'], newest) &&
			isIn(show.resource, resource) &&
			(operation === undefined || isIn(show.operation, operation))
		);
	};
	const choices = (field: INodeProperties | undefined) =>
		(field?.options ?? []).filter((one): one is INodePropertyOptions => 'value' in one);
	const resources = choices(properties.find(({ name }) => name === 'resource'));
	return resources.flatMap(({ value: resource }) => {
		const menu = properties.find((one) => one.name === 'operation' && isShown(one, resource));
		return choices(menu).map(({ value, action = '' }) => ({
			operation: `${String(resource)}.${String(value)}`,
			action,
			fields: properties
				.filter(({ name }) => name !== 'resource' && name !== 'operation')
				.filter((one) => isShown(one, resource, value))
				.flatMap(argumentsOf),
		}));
	});
}

const bare = (panels: Panel[]): string[] =>
	panels.flatMap(({ operation, fields }) =>
		fields.filter(({ title }) => BARE.has(title)).map(({ title }) => `${operation}: ${title}`),
	);

const shared = (panels: Panel[]): string[] =>
	panels.flatMap(({ operation, fields }) =>
		fields
			.filter(({ title, field }, index) =>
				fields
					.slice(index + 1)
					.some((other) => other.title === title && mayMeet(field, other.field)),
			)
			.map(({ title }) => `${operation}: ${title}`),
	);

const nodes = [new HighLevelContacts(), new HighLevelCalendars(), new CalendarHero()];

describe.each(nodes.map(({ description }) => ({ name: description.displayName, description })))(
	'what a model gets of $name',
	({ description }) => {
		const panels = panelsOf(description);

		test('has titles that say enough alone', () => {
			expect(panels.length).toBeGreaterThan(10);
			expectNone(bare(panels), 'Say what it is of, such as "Start Time" or "Note Text".');
		});

		test('has each title once in an operation', () => {
			expectNone(shared(panels), 'A model fills in fields with one title together.');
		});

		test('has an action of its own for each operation', () => {
			const actions = panels.map(({ action }) => action);
			expect(actions.filter((action, index) => actions.indexOf(action) !== index)).toEqual([]);
			expectNone(
				panels
					.filter(({ action }) => action.split(' ').length < 3)
					.map(({ operation, action }) => `${operation}: ${action}`),
				'Say what happens and to what.',
			);
		});
	},
);

test('the rules can be broken', () => {
	const field = (displayName: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
		displayName,
		name: displayName,
		type: 'string',
		default: '',
		...more,
	});
	const folded = field('Options', { type: 'collection', options: [field('Start Time')] });
	const panel = (fields: INodeProperties[]): Panel => ({
		operation: 'a.b',
		action: '',
		fields: fields.flatMap(argumentsOf),
	});
	expect(bare([panel([field('Start')])])).toEqual(['a.b: Start']);
	expect(bare([panel([field('Start Time')])])).toEqual([]);
	expect(shared([panel([field('Start Time'), folded])])).toEqual(['a.b: Start Time']);
	expect(shared([panel([folded])])).toEqual([]);
});
