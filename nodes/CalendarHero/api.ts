// Opens the connection to CalendarHero that the node's credential describes.

import { createHash } from 'node:crypto';

import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Service } from '../shared/accounts';
import type { Call, Connection, NodeContext } from '../shared/call';
import type { Advice } from '../shared/errors';
import { toRefusal } from '../shared/errors';
import type { Failure } from '../shared/failure';
import type { Body } from '../shared/http';
import type { RateLimits } from '../shared/pacing';
import { trimmedText } from '../shared/values';
import { advise, isAccessLost } from './advice';
import { MEETING_TYPES_PATH } from './meetingTypes';
import { withoutSecrets, withoutSecretsInValues } from './secrets';

const CREDENTIAL = 'calendarHeroApi';

/**
 * Opens the connection of the node's credential.
 *
 * @throws NodeOperationError when the token is empty or begins with "Bearer"
 */
export async function connect(context: NodeContext): Promise<Connection> {
	const data = await context.getCredentials(CREDENTIAL);
	const token = trimmedText(data.token);
	if (token === '') {
		throw toRefusal(
			context.getNode(),
			"The credential has no token: its 'API Token' is empty",
			'Open the credential and paste the token. CalendarHero shows it under My Account > My Profile Settings > API.',
		);
	}
	if (/^bearer\b/i.test(token)) {
		throw toRefusal(
			context.getNode(),
			'The token in the credential begins with "Bearer"',
			"Open the credential and remove that word from 'API Token'. CalendarHero expects the token alone.",
		);
	}
	return new UserConnection(withoutTrailingSlashes(trimmedText(data.apiUrl)), token);
}

/** CalendarHero as the action node reaches it: a token opens one user's account and nothing else. */
export const calendarHero: Service = { partReader: () => () => '', connect };

class UserConnection implements Connection {
	readonly service = 'CalendarHero';
	readonly accountKey: string;
	readonly location = '';
	readonly access = 'User token';
	readonly version = '';
	readonly secrets: readonly string[];

	constructor(
		readonly baseUrl: string,
		token: string,
	) {
		this.secrets = [token];
		this.accountKey = `${baseUrl} ${createHash('sha256').update(token).digest('hex').slice(0, 32)}`;
	}

	async readSecrets(): Promise<readonly string[]> {
		return await Promise.resolve(this.secrets);
	}

	headers(): Record<string, string> {
		return {};
	}

	adapt(call: Call): Call {
		return call;
	}

	/** The names of meeting types are keys, so they are kept whatever they are. */
	clean(body: Body, { path }: Call): Body {
		if (Array.isArray(body)) return body.map(withoutSecrets);
		return path === MEETING_TYPES_PATH ? withoutSecretsInValues(body) : withoutSecrets(body);
	}

	/** No limits are documented. A 429 may have `Retry-After`: seconds, or a date. */
	limits(headers: Record<string, unknown>): RateLimits {
		const given = trimmedText(headers['retry-after']);
		if (given === '') return {};
		const seconds = Number(given);
		const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(given) - Date.now();
		return Number.isFinite(wait) && wait >= 0 ? { retryAfterMs: wait } : {};
	}

	advise(failure: Failure): Advice {
		return advise(failure);
	}

	isAccessLost(failure: Failure): boolean {
		return isAccessLost(failure);
	}

	async transmit(context: NodeContext, options: IHttpRequestOptions): Promise<unknown> {
		return await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options);
	}
}

function withoutTrailingSlashes(url: string): string {
	let end = url.length;
	while (url[end - 1] === '/') end -= 1;
	return url.slice(0, end);
}
