/** Makes the list of saved nodes from the present code. */
import type { INodeParameters, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { HighLevelCalendars } from '../../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../../nodes/HighLevel/HighLevelContacts.node';
import { peculiarities } from '../../contract/peculiarities';
import type { Recorder } from '../../contract/recorder';
import { rows } from '../../contract/rows';
import { parameterSets } from '../../contract/samples';
import type { Engine } from '../../engine/harness';
import { further } from './further';
import type { SavedNode } from './nodes';
import { requestsOf } from './nodes';

const DESCRIPTIONS: Record<SavedNode['family'], INodeTypeDescription> = {
	contacts: new HighLevelContacts().description,
	calendars: new HighLevelCalendars().description,
};

/** What n8n stores of a node's parameters: those that are shown and not at their default. */
function asSaved(
	family: SavedNode['family'],
	typeVersion: number,
	parameters: INodeParameters,
): INodeParameters {
	const description = DESCRIPTIONS[family];
	const node = { typeVersion };
	return (
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			false,
			false,
			node,
			description,
		) ?? {}
	);
}

/**
 * Fills in every panel of a node version in every way that the contract tests do, and in those of `further.ts`.
 *
 * @returns the nodes as n8n would save them, each once, with what they send; those that are refused are left out
 */
export async function recordNodes(
	typeVersion: number,
	engine: Engine,
	recorder: Recorder,
): Promise<SavedNode[]> {
	const nodes = new Map<string, SavedNode>();
	for (const { family, resource, operation } of rows) {
		const name = `${resource.value}.${operation.value}`;
		const sets = parameterSets(resource, operation, peculiarities[name], typeVersion);
		const least = sets.find(({ title }) => title === 'minimal')?.parameters;
		const more = Object.entries(further[typeVersion]?.[name] ?? {}).map(([title, parameters]) => ({
			title,
			parameters: { ...least, ...parameters },
		}));
		for (const { title, parameters: filledIn } of [...sets, ...more]) {
			const given = { resource: resource.value, operation: operation.value, ...filledIn };
			const parameters = asSaved(family, typeVersion, given);
			const node = { family, typeVersion, title: `${name}: ${title}`, parameters };
			const requests = await requestsOf(node, engine, recorder);
			const key = `${family} ${JSON.stringify(parameters)}`;
			if (requests.length === 0 && title in (further[typeVersion]?.[name] ?? {})) {
				throw new Error(`${node.title} sends nothing`);
			}
			if (requests.length > 0 && !nodes.has(key)) nodes.set(key, { ...node, requests });
		}
	}
	return [...nodes.values()];
}
