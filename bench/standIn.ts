// Runs the HighLevel stand-in in a process of its own, for the bench.

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { LoggedCall } from './measure';

/** User agent that distinguishes the bench's own calls from those of the contenders. */
export const OTHER_AGENT = 'somebody else';
const ROOT = join(__dirname, '..');

/** How to reach the account in the stand-in. */
export interface Account {
	url: string;
	token: string;
	locationId: string;
	clientId: string;
	clientSecret: string;
	/** Access token of the OAuth app, if the run connects by OAuth2. */
	accessToken?: string;
	refreshToken?: string;
	/** ID of the agency, if the app is connected to the agency as a whole. */
	companyId?: string;
}

/** The HighLevel stand-in in its own process, driven through its control endpoints. */
export class StandInProcess {
	private constructor(
		private readonly child: ChildProcess,
		readonly account: Account,
		/** IDs of the agency's sub-accounts. */
		readonly subAccounts: readonly string[],
	) {}

	/** @param subAccounts how many the agency has, each with a rate limit of its own */
	static async start(subAccounts = 1): Promise<StandInProcess> {
		const child = spawn(
			process.execPath,
			[
				...['--import', 'tsx', join(ROOT, 'test/standins/cli.ts'), '--json'],
				...(subAccounts > 1 ? ['--sub-accounts', String(subAccounts)] : []),
			],
			{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
		);
		const lines = createInterface({ input: child.stdout });
		const ended = once(child, 'exit').then(([code]) => {
			throw new Error(`The stand-in exited with ${String(code)} before it was listening`);
		});
		const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
		ended.catch(() => {});
		const { subAccounts: ids, ...account } = JSON.parse(line) as Account & {
			subAccounts: string[];
		};
		return new StandInProcess(child, account, ids);
	}

	/** Resets it to its initial state: no log, no faults, no counted calls, the small seed. */
	async reset(): Promise<void> {
		await this.post('reset');
	}

	async post(name: string, body: object = {}): Promise<unknown> {
		return await this.ask(name, { method: 'POST', body: JSON.stringify(body) });
	}

	async log(): Promise<LoggedCall[]> {
		return (await this.ask('log')) as LoggedCall[];
	}

	async clearLog(): Promise<void> {
		await this.ask('log', { method: 'DELETE' });
	}

	/** Calls that the limiter has let through so far. */
	async passed(): Promise<number> {
		const { requests, limited } = (await this.ask('log/summary')) as Record<string, number>;
		return (requests ?? 0) - (limited ?? 0);
	}

	async contactIds(): Promise<string[]> {
		const contacts = (await this.ask('state/contacts')) as Array<{
			id: string;
			locationId: string;
		}>;
		return contacts
			.filter(({ locationId }) => locationId === this.account.locationId)
			.map(({ id }) => id);
	}

	/** Connects the OAuth app once more, through the consent page and the token endpoint. */
	async connectApp(isAgency = false): Promise<Account> {
		const { url, clientId, clientSecret, locationId } = this.account;
		const redirect = 'http://127.0.0.1/callback';
		const asked = new URLSearchParams({
			response_type: 'code',
			client_id: clientId,
			redirect_uri: redirect,
			scope: `contacts.readonly contacts.write${isAgency ? ' oauth.readonly oauth.write' : ''}`,
			autoConsent: isAgency ? 'company' : locationId,
		});
		const page = await fetch(`${url}/oauth/chooselocation?${asked.toString()}`, {
			redirect: 'manual',
		});
		const code = new URL(page.headers.get('location') ?? redirect).searchParams.get('code') ?? '';
		const answer = await fetch(`${url}/oauth/token`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({
				grant_type: 'authorization_code',
				client_id: clientId,
				client_secret: clientSecret,
				user_type: isAgency ? 'Company' : 'Location',
				code,
				redirect_uri: redirect,
			}).toString(),
		});
		const tokens = (await answer.json()) as {
			access_token?: string;
			refresh_token?: string;
			companyId?: string;
		};
		if (tokens.access_token === undefined) {
			throw new Error(`The stand-in issued no access token: ${JSON.stringify(tokens)}`);
		}
		return {
			...this.account,
			accessToken: tokens.access_token,
			refreshToken: tokens.refresh_token,
			...(isAgency ? { companyId: tokens.companyId } : {}),
		};
	}

	/** Adds contacts and changes some of the given ones, one after another, until the signal aborts. */
	async changeContacts(ids: readonly string[], signal: AbortSignal): Promise<void> {
		const { url, locationId } = this.account;
		const { token } = (await this.post('tokens')) as { token: string };
		const headers = {
			authorization: `Bearer ${token}`,
			version: 'v3',
			'content-type': 'application/json',
			'user-agent': OTHER_AGENT,
		};
		const send = async (method: string, path: string, body: object): Promise<void> => {
			const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
			const text = await answer.text();
			if (!answer.ok) throw new Error(`The stand-in refused ${method} ${path}: ${text}`);
		};
		for (let round = 0; !signal.aborted; round++) {
			// Far apart, so that every part of the list is touched.
			const id = ids[(round * 7919) % ids.length];
			if (id !== undefined) await send('PUT', `/contacts/${id}`, { city: `City ${round}` });
			await send('POST', '/contacts/upsert', { locationId, email: `late${round}@example.com` });
		}
	}

	async stop(): Promise<void> {
		if (this.child.exitCode !== null) return;
		const gone = once(this.child, 'exit');
		this.child.kill('SIGTERM');
		await gone;
	}

	private async ask(name: string, init: RequestInit = {}): Promise<unknown> {
		const answer = await fetch(`${this.account.url}/__control/${name}`, init);
		const body: unknown = await answer.json();
		if (!answer.ok) throw new Error(`The stand-in refused ${name}: ${JSON.stringify(body)}`);
		return body;
	}
}
