// What the user is told about each kind of refusal, and what to do next.

import type { Advice } from '../shared/errors';
import type { Failure } from '../shared/failure';

type Kind = number | 'none' | 'redirect' | 'server' | 'unusable' | 'tooLarge';

const PLAN: Advice = {
	message: "CalendarHero does not allow this call, perhaps because of the account's plan",
	next: "Check the account's plan: custom meeting types and directories need a Professional or Team plan, and a Basic plan allows five meetings a month. If the plan allows it, check that the token belongs to the right user.",
	model: { setUp: true },
};

const WRONG_VALUES: Advice = {
	next: 'Correct the fields that CalendarHero names. Nothing was changed.',
	model: { next: 'Correct the arguments that CalendarHero names. Nothing was changed.' },
};

const ONCE_MORE = { next: 'Call the tool once more. If it fails again, tell the user.' };

/** No response to a refused call is documented, so the advice goes by the status. */
const KNOWN = new Map<Kind, (failure: Failure) => Advice>([
	[
		'redirect',
		({ headers }) => ({
			message: `The API URL redirects${targetOf(headers)}`,
			next: "It was not followed, so that the token goes nowhere else. Check the credential's 'API URL', and any proxy between n8n and CalendarHero.",
			model: { setUp: true },
		}),
	],
	[
		'tooLarge',
		() => ({
			next: 'Ask for fewer records at once: set a Limit, or narrow the filters or the range.',
			model: { next: 'Call the tool again with a lower Limit or a narrower range.' },
		}),
	],
	[
		'unusable',
		() => ({
			next: "Check the credential's 'API URL' and any proxy, since something between n8n and CalendarHero may have responded in its place. If both are right, run it again later.",
			model: { next: 'Tell the user that CalendarHero gives no usable response at the moment.' },
		}),
	],
	[
		'server',
		() => ({
			next: 'Try again later, or turn on Retry On Fail in the settings of the node.',
			model: ONCE_MORE,
		}),
	],
	[
		'none',
		() => ({
			next: "Check the network and the credential's 'API URL', since no response arrived. If CalendarHero is slow, set a longer 'Timeout' in the options.",
			model: ONCE_MORE,
		}),
	],
	[400, () => WRONG_VALUES],
	[422, () => WRONG_VALUES],
	[
		401,
		() => ({
			message: 'CalendarHero does not accept the token',
			next: 'Open the credential and paste the token again, without "Bearer" in front. CalendarHero shows it under My Account > My Profile Settings > API.',
			model: { setUp: true },
		}),
	],
	[402, () => PLAN],
	[403, () => PLAN],
	[
		404,
		() => ({
			next: 'Check the ID. The account of this token has no such record: it may have been deleted, or belong to another user.',
		}),
	],
	[
		429,
		() => ({
			next: 'Run fewer workflows and apps on the same account at once, or set Concurrency to 1. The node waited and tried again, but CalendarHero kept refusing.',
			model: { next: 'Tell the user that CalendarHero takes no more calls at the moment.' },
		}),
	],
]);

/** Where a redirect leads: the host alone, since the rest may contain secrets. */
function targetOf({ location }: Record<string, unknown>): string {
	if (typeof location !== 'string' || !URL.canParse(location)) return '';
	return ` to ${new URL(location).host}`;
}

function kindOf({ status, unusable, code }: Failure): Kind {
	if (code === 'ETOOLARGE') return 'tooLarge';
	if (unusable) return 'unusable';
	if (status === undefined) return 'none';
	if (status >= 500) return 'server';
	return status < 400 ? 'redirect' : status;
}

/** @returns what the user is told about a refused call */
export function advise(failure: Failure): Advice {
	return (
		KNOWN.get(kindOf(failure))?.(failure) ?? { next: 'See the message of CalendarHero above.' }
	);
}

/** Whether a refusal ends all access. A 403 does not: it may be about this call alone. */
export function isAccessLost({ status }: Failure): boolean {
	return status === 401;
}
