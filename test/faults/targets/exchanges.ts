/** Tokens that are obtained on the way: an agency's exchange for a sub-account, and the renewal of an app's token. */
import type { INodeParameters } from 'n8n-workflow';

import type { Opened } from '../baseline';
import type { FaultKind } from '../faults';
import { openUnused } from '../worlds/highLevel';
import { ITEMS } from '../worlds/highLevelRecords';
import { operationTarget } from './operation';
import { secretsOf } from './operations';
import type { Target } from './target';

const contactId = { __rl: true, mode: 'id', value: '={{ $json.contactId }}' };

/** What is done with the token: something that may be repeated, and something that must not. */
const OPERATIONS: Array<[string, INodeParameters]> = [
	['contact.get', { contactId }],
	['note.create', { contactId, noteBody: '={{ $json.noteBody }}' }],
];

type Kind = 'location' | 'company';

async function open(
	kind: Kind,
	hasExpired: boolean,
	operation: string,
	parameters: INodeParameters,
): Promise<Opened> {
	const world = await openUnused();
	const { account } = world;
	const app = account.appCredentials(kind);
	if (hasExpired) account.standIn.oauth.expireAccessTokens();
	return {
		world: { ...world, secrets: [...world.secrets, ...secretsOf(app)] },
		items: ITEMS,
		act: async (items, address) =>
			await account.run(
				'contacts',
				operation,
				{ authentication: 'oAuth2', ...parameters },
				{
					items: items.map((json) => ({ json })),
					onError: 'continueRegularOutput',
					credentials: {
						highLevelAppOAuth2Api: {
							...app.highLevelAppOAuth2Api,
							...(address === undefined ? {} : { apiUrl: address }),
						},
					},
				},
			),
	};
}

/**
 * Whether n8n renews a token again. A renewal whose answer is lost has used up the token that renews, n8n waits for one that
 * stalls, and takes an answer that it cannot read for a refusal.
 */
const isRenewedAgain = ({ happened, stalls, action }: FaultKind): boolean =>
	!happened && stalls !== true && !(action?.kind === 'status' && action.status < 300);

const exchange = (row: string, kind: Kind, hasExpired: boolean, operationId: RegExp): Target[] =>
	OPERATIONS.map(([operation, parameters]) =>
		operationTarget({
			name: `${row} for ${operation}`,
			row,
			way: 'exchange',
			open: async () => await open(kind, hasExpired, operation, parameters),
			aim: (at) => operationId.test(at.operationId),
			repeats: (fault) => kind === 'company' || isRenewedAgain(fault),
			// n8n itself renews tokens, and follows redirects; no node can prevent it.
			cannotTell: ({ column }) => hasExpired && column === 'redirect',
		}),
	);

export const exchangeTargets: Target[] = [
	...exchange("HighLevel: agency's token", 'company', false, /location.*token/i),
	...exchange('HighLevel: renewed token', 'location', true, /get-access-token/),
];
