// What the editor shows for a polling trigger.

import type { INodeProperties } from 'n8n-workflow';

import type { Field } from '../../shared/operation';
import { toProperty } from '../../shared/properties';
import { simplify } from '../simplify';
import type { PollEvent } from './event';

const byTitle = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en');

/** An event's fields, preceded by its notice. Events with the same notice share it. */
function panel(event: PollEvent, events: PollEvent[]): Field[] {
	const { notice } = event;
	if (notice === undefined) return event.fields;
	const first = events.find((one) => one.notice === notice) ?? event;
	const shown: Field = {
		displayName: notice,
		name: `${first.value}Notice`,
		type: 'notice',
		default: '',
	};
	return [shown, ...event.fields];
}

/**
 * What the editor shows for a polling trigger: the menu of events, each with an `action` so that the node panel lists it,
 * Simplify, and the events' fields. A field that several events share appears once.
 */
export function toTriggerProperties(events: PollEvent[], initial: string): INodeProperties[] {
	const shared = new Map<string, { property: INodeProperties; shownBy: string[] }>();
	for (const event of events) {
		for (const field of panel(event, events)) {
			const property = toProperty(field);
			const key = JSON.stringify(property);
			const known = shared.get(key);
			if (known) known.shownBy.push(event.value);
			else shared.set(key, { property, shownBy: [event.value] });
		}
	}
	return [
		{
			displayName: 'Trigger On',
			name: 'event',
			type: 'options',
			noDataExpression: true,
			options: events
				.map(({ name, value, action, description }) => ({ name, value, action, description }))
				.sort(byTitle),
			default: initial,
		},
		...simplify(
			{ off: [1], on: [1.1] },
			{ event: events.filter(({ shape }) => shape?.simple).map(({ value }) => value) },
		),
		...[...shared.values()].map(({ property, shownBy }) => ({
			...property,
			displayOptions: { show: { event: shownBy, ...property.displayOptions?.show } },
		})),
	];
}
