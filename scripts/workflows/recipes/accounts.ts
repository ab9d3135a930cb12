/** Recipes about sub-accounts: the connection, the quota, several of them at once. */
import { core, locate, stopWith, when } from '../parts/core';
import { contacts } from '../parts/highLevel';
import { number, settings, table } from '../parts/settings';
import { branching, byHand, recipe } from './recipe';

const everyHour = core('scheduleTrigger', 1.2, 'Every Hour', {
	rule: { interval: [{ field: 'hours' }] },
});
const watched = settings([number('leastCallsLeft', 20_000)], { tells: false });
const status = contacts('Get Status', 'account', 'getStatus');
const few = when(
	'Few Calls Left?',
	"={{ $json.callsLeftToday !== null && $json.callsLeftToday < $('Settings').first().json.leastCallsLeft }}",
);
const stop = stopWith(
	'Tell of It',
	'={{ $json.name }} has {{ $json.callsLeftToday }} of {{ $json.callsPerDay }} calls left until {{ $json.dayResetsAt }}',
);

/** A connection that dies unnoticed, the wrong location, the quota (n8n issues 12230, 13613; HighLevel API docs, issue 213). */
export const watchAccount = branching(
	{
		file: 'watch-connection-and-quota',
		title: 'Watch the connection and the daily quota',
		text: 'One call an hour. **Get Status** fails when the token, its scope or the sub-account is wrong, and otherwise says which sub-account the credential opens and how many calls are left today. Both end in a failed run, which your error workflow hears of.',
		says: {
			'Every Hour': 'Schedule Trigger',
			'Few Calls Left?': 'whether fewer calls are left than that',
			'Tell of It': 'the run ends as failed, with the numbers',
		},
	},
	[everyHour, watched, status, few, stop],
	(flow) => flow.chain(everyHour, watched, status, few).on(few, 'yes', stop),
);

/** One run for all clients (HighLevel API docs, issues 213, 249, 285; the peers have no exchange of agency tokens). */
export const agency = recipe(
	{
		file: 'several-sub-accounts',
		title: 'One run over several sub-accounts of an agency',
		text: 'Needs a credential **HighLevel App OAuth2 API** that is connected to the agency, with the scopes `oauth.write` and `oauth.readonly`. The node takes the **Sub-Account** from the item, gets a token for it by itself, and keeps to the rate limit of each. Here it lists the contacts that were added in the last day.',
		says: {
			'One by One': 'Split Out, one item for each sub-account',
		},
	},
	byHand(),
	settings([table('subAccounts', [{ id: '' }, { id: '' }])], { tells: false }),
	core('splitOut', 1, 'One by One', { fieldToSplitOut: 'subAccounts', options: {} }),
	contacts('New Contacts', 'contact', 'getAll', {
		authentication: 'oAuth2',
		subAccount: locate('id', '={{ $json.id }}'),
		conditions: {
			date: [
				{ field: 'dateAdded', operator: 'range', from: '={{ $now.minus({ days: 1 }).toISO() }}' },
			],
		},
		returnAll: true,
	}),
);
