// What the user is told about each kind of refusal, and what to do next.

import type { Call } from '../shared/call';
import type { Advice } from '../shared/errors';
import type { Failure } from '../shared/failure';
import { isRecord } from '../shared/values';
import { isAgencyCall } from './agency';
import { isSlotTaken } from './freeSlots';

/** A known refusal by HighLevel: how it is recognised and what the user can do. */
interface KnownRefusal {
	status:
		| number
		| 'none'
		| 'notRenewed'
		| 'renewalBroken'
		| 'redirect'
		| 'server'
		| 'unusable'
		| 'tooLarge'
		| 'slotTaken';
	says?: RegExp;
	advice: (failure: Failure, call: Call, agency: boolean) => Advice;
}

const duplicateId = ({ body }: Failure): string | undefined =>
	isRecord(body) && isRecord(body.meta) && typeof body.meta.contactId === 'string'
		? body.meta.contactId
		: undefined;

/** The first match wins. `says` matches HighLevel's own texts (API reference, section errors). */
const KNOWN: KnownRefusal[] = [
	{
		status: 'notRenewed',
		advice: () => ({
			next: 'Open the credential and connect it again: the connection was ended in HighLevel, it was not used for a year, or the client ID or secret of the app has changed.',
			model: { setUp: true },
		}),
	},
	{
		status: 'renewalBroken',
		advice: () => ({
			next: 'HighLevel refused the access token as expired, so this call changed nothing, and then could not give a new one. Run it again in a few minutes.',
			model: { next: 'Nothing was changed. Tell the user to try again in a few minutes.' },
		}),
	},
	{
		status: 'redirect',
		advice: ({ headers }) => ({
			message: `The API URL redirects${targetOf(headers)}`,
			next: "It was not followed, so that the token goes nowhere else. Check the credential's 'API URL', and any proxy between n8n and HighLevel.",
			model: { setUp: true },
		}),
	},
	{
		status: 'tooLarge',
		advice: () => ({
			next: 'Ask for fewer records at once: set a Limit, or narrow the filters or the range.',
			model: { next: 'Call the tool again with a lower Limit or a narrower range.' },
		}),
	},
	{
		status: 'unusable',
		advice: () => ({
			next: "Check the credential's 'API URL' and any proxy, since something between n8n and HighLevel may have responded in its place. If both are right, run it again later.",
			model: { next: 'Tell the user that HighLevel gives no usable response at the moment.' },
		}),
	},
	{
		status: 400,
		says: /duplicated contacts/i,
		advice: (failure) => ({
			message: `A contact with this email or phone already exists${
				duplicateId(failure) ? ` (ID ${duplicateId(failure)})` : ''
			}`,
			next: "Set 'If Contact Exists' to return or update it, or use 'Create or Update'.",
			model: {
				next: 'Use this contact. To change it, call Contact > Update or Contact > Create or Update. Nothing was changed.',
			},
		}),
	},
	{
		status: 'slotTaken',
		advice: () => ({
			message: 'The slot is no longer available',
			next: "Somebody else may have booked it, or it belongs to another calendar than the one chosen. Get the free slots again, and book one in its own calendar, {{ $json.calendarId }}, with its 'start' unchanged. 'Ignore Free Slot Validation' is not a fix: it books any time, even one that is taken.",
			model: {
				next: "Get the free slots of this calendar with Free Slot > Get Next or Free Slot > Get Many, then call the tool again with the 'start' of one, unchanged. Nothing was changed.",
			},
		}),
	},
	{
		status: 400,
		says: /not available in API version/i,
		advice: () => ({
			next: "The credential's 'API Version' does not have this operation. Choose the other version in the credential.",
			model: { setUp: true },
		}),
	},
	{
		status: 400,
		says: /not found/i,
		advice: () => ({
			next: 'No such record in this sub-account. Check the ID, and that the credential belongs to the sub-account that holds the record.',
		}),
	},
	{
		status: 401,
		says: /not authorized for this scope/i,
		advice: (_, call) =>
			isAgencyCall(call)
				? {
						message: `The agency's connection lacks the scope "${call.scope}"`,
						next: "An agency's connection needs the scopes oauth.write and oauth.readonly. Add both to the marketplace app and to 'Scope' in the credential, then connect the credential again.",
						model: { setUp: true },
					}
				: {
						message: `The token lacks the scope "${call.scope}"`,
						next: `Add the scope "${call.scope}" to the private integration (Settings > Private Integrations), or to the marketplace app and its credential, and connect the app again.`,
						model: { setUp: true },
					},
	},
	{
		status: 401,
		says: /version header/i,
		advice: () => ({
			next: "The credential's 'API Version' is not one that HighLevel knows. Choose v3 in the credential.",
			model: { setUp: true },
		}),
	},
	{
		status: 401,
		says: /IAM Service/i,
		advice: () => ({
			next: 'Use another kind of credential. HighLevel offers some operations to OAuth2 apps only, and others to the token of a sub-account only, not to that of an agency.',
			model: { setUp: true },
		}),
	},
	{
		status: 401,
		advice: (_, __, agency) => ({
			next: agency
				? 'The agency connection is no longer valid or the app is not installed in this sub-account. Connect the credential again.'
				: 'Open the credential and paste the token again, or connect it again. HighLevel does not accept the present one, which may have expired or been revoked.',
			model: { setUp: true },
		}),
	},
	{
		status: 403,
		advice: () => ({
			message: 'The token does not have access to this sub-account',
			next: "Check the 'Sub-Account (Location) ID' in the credential: the token belongs to another sub-account.",
			model: { setUp: true },
		}),
	},
	{
		status: 404,
		says: /cannot (get|post|put|delete)/i,
		advice: () => ({
			next: "HighLevel does not know this path in the chosen 'API Version'. Choose v3 in the credential.",
			model: { setUp: true },
		}),
	},
	{
		status: 404,
		advice: () => ({
			next: 'Check the ID. The sub-account has no such record: it may have been deleted, or belong to another sub-account.',
		}),
	},
	{
		status: 422,
		advice: () => ({
			next: 'Correct the fields that HighLevel names. Nothing was changed.',
			model: { next: 'Correct the arguments that HighLevel names. Nothing was changed.' },
		}),
	},
	{
		status: 429,
		advice: () => ({
			next: 'Run fewer workflows and apps on the same account at once, or set Concurrency to 1. The node waited and tried again, but the rate limit stayed used up.',
			model: { next: 'Tell the user that HighLevel takes no more calls at the moment.' },
		}),
	},
	{
		status: 'server',
		advice: () => ({
			next: 'Try again later, or turn on Retry On Fail in the settings of the node.',
			model: { next: 'Call the tool once more. If it fails again, tell the user.' },
		}),
	},
	{
		status: 'none',
		advice: () => ({
			next: "Check the network and the credential's 'API URL', since no response arrived. If HighLevel is slow, set a longer 'Timeout' in the options.",
			model: { next: 'Call the tool once more. If it fails again, tell the user.' },
		}),
	},
];

/** Where a redirect leads: the host alone, since the rest may contain secrets. */
function targetOf({ location }: Record<string, unknown>): string {
	if (typeof location !== 'string' || !URL.canParse(location)) return '';
	return ` to ${new URL(location).host}`;
}

function kindOf(failure: Failure): KnownRefusal['status'] | undefined {
	const { status, renewal, unusable, code } = failure;
	if (renewal) return renewal === 'refused' ? 'notRenewed' : 'renewalBroken';
	if (code === 'ETOOLARGE') return 'tooLarge';
	if (unusable) return 'unusable';
	if (status === undefined) return 'none';
	if (isSlotTaken(failure)) return 'slotTaken';
	if (status >= 500) return 'server';
	return status < 400 ? 'redirect' : status;
}

/** @returns what the user is told about a refused call */
export function advise(failure: Failure, call: Call, agency: boolean): Advice {
	const kind = kindOf(failure);
	const known = KNOWN.find(
		({ status, says }) => status === kind && says?.test(failure.message) !== false,
	);
	return known?.advice(failure, call, agency) ?? { next: 'See the message of HighLevel above.' };
}

/** A 401 with one of these texts is not about the token: a scope is missing, the version is wrong, or the call needs another kind of token. */
const TOKEN_IS_VALID = /not authorized for this scope|version header|IAM Service/i;

/** Whether a refusal ends all access: the token is wrong, expired or revoked, and could not be renewed. */
export function isAccessLost({ status, message, renewal }: Failure): boolean {
	return renewal === 'refused' || (status === 401 && !TOKEN_IS_VALID.test(message));
}
