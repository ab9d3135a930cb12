/** The fields and tags that the templates for ActiveCampaign use, and which of them an account has. */
import type { FlowNode } from '../flow';
import { readLists } from './activeCampaign';
import { code, READS_AGAIN } from './core';
import { table } from './settings';

/** The tags as the other templates' settings have them. */
export const tags = table('tags', [
	{ tag: 'wants-times', description: 'Asks for free times of a HighLevel calendar' },
	{ tag: 'times-ready', description: 'HL Free Slots has the times' },
	{ tag: 'no-times', description: 'The calendar has no free times' },
	{ tag: 'calendar: missing', description: 'HighLevel has no calendar with this ID' },
]);

/**
 * The nodes that compare, in their order; the last one has an item for each field and tag, or one with an `error` if
 * ActiveCampaign could not be read.
 */
export function inventory(): FlowNode[] {
	return [
		code('What to Make', 'whatToMake'),
		readLists('Read Fields and Tags', { ...READS_AGAIN, onError: 'continueRegularOutput' }),
		code('What Is There', 'whatIsThere'),
	];
}
