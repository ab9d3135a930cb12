/** The nodes of this package for HighLevel, as new nodes have them: version 1.1, with a private integration token. */
import type { FlowNode, NodeExtras, Values } from '../flow';

const ours = (type: string, name: string, parameters: Values, extras: NodeExtras): FlowNode => ({
	name,
	type: `n8n-nodes-gohighlevel.${type}`,
	typeVersion: 1.1,
	parameters: { authentication: 'privateIntegration', ...parameters },
	...extras,
});

const action =
	(type: string) =>
	(
		name: string,
		resource: string,
		operation: string,
		parameters: Values = {},
		extras: NodeExtras = {},
	): FlowNode =>
		ours(type, name, { resource, operation, ...parameters }, extras);

/** HighLevel Contacts. */
export const contacts = action('highLevelContacts');
/** HighLevel Calendars. */
export const calendars = action('highLevelCalendars');

/** A polling trigger of the package; n8n polls every minute unless told otherwise. */
export function pollingTrigger(
	name: string,
	type: 'highLevelContactsTrigger' | 'highLevelCalendarsTrigger',
	event: string,
	parameters: Values = {},
): FlowNode {
	return ours(type, name, { event, ...parameters }, {});
}

/** The webhook trigger of the package. */
export function webhookTrigger(name: string, parameters: Values): FlowNode {
	return ours('highLevelWebhookTrigger', name, parameters, {});
}

/**
 * A tool of an AI agent that is a node of the package.
 *
 * @param description what it does, for the model
 */
export function toolOf(node: FlowNode, description: string): FlowNode {
	const { type, parameters } = node;
	return {
		...node,
		type: `${type}Tool`,
		parameters: { descriptionType: 'manual', toolDescription: description, ...parameters },
	};
}
