// Contender: HighLevel's official SDK.

import { HighLevel, LogLevel } from '@gohighlevel/api-client';

import { lastNameOf } from './contender';
import type { Prepare } from './contender';

/** The official SDK as a script would use it: one call after another, or all at once, with or without its own retry. */
export const prepareSdk: Prepare =
	async (job) =>
	async ({ account, emails }) => {
		const client = new HighLevel({
			privateIntegrationToken: account.token,
			rateLimitRetry: job.contender === 'sdkAllRetry',
			logLevel: LogLevel.NONE,
		});
		client.getHttpClient().defaults.baseURL = account.url;
		// The SDK logs every failed call to the console, regardless of its log level.
		console.error = () => {};
		console.warn = () => {};
		/** @returns whether the contact was written */
		const send = async (email: string, index: number): Promise<boolean> => {
			const body = { email, lastName: lastNameOf(index), locationId: account.locationId };
			try {
				await client.contacts.upsertContact(body);
				return true;
			} catch {
				return false;
			}
		};
		const written: boolean[] = [];
		if (job.contender === 'sdkLoop') {
			for (const [index, email] of emails.entries()) written.push(await send(email, index));
		} else written.push(...(await Promise.all(emails.map(send))));
		const failed = emails.filter((_, index) => written[index] === false);
		return { delivered: emails.length - failed.length, inOrder: true, failed, listed: [] };
	};
