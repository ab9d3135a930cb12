// The lines below the triggers' names on the canvas, in the words of their menus.

import type { Choice } from '../shared/subtitle';
import { asObject, exceptions, namesOf, TITLE_OF } from '../shared/subtitle';

/** @returns the subtitle of a polling trigger, the name of its event */
export function eventSubtitle(events: Choice[]): string {
	const event = '$parameter["event"]';
	return `={{ ${asObject(exceptions(events))}[${event}] ?? ${TITLE_OF}(${event}) }}`;
}

/**
 * @param sources the choices of 'Source'
 * @returns the subtitle of the webhook trigger, the names of its events or, for a workflow, of its source
 */
export function webhookSubtitle(sources: Choice[], events: Choice[]): string {
	const workflow = sources.find(({ value }) => value === 'workflow')?.name ?? '';
	const names = asObject(namesOf(events));
	return `={{ $parameter["source"] === "workflow" ? ${JSON.stringify(workflow)} : ($parameter["events"] ?? []).map((event) => ${names}[event] ?? event).join(", ") }}`;
}
