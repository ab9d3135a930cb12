// How fast each set-up writes to one or more accounts, and how fast it takes webhooks in.

import { existsSync, readFileSync } from 'node:fs';

import {
	countCalls,
	madeNotes,
	makeLots,
	publishLoad,
	startLots,
	untilEnded,
} from '../../test/e2e/lib/load';
import { appTrigger, arrivals, triggerUrl, untilAnswers } from '../../test/e2e/lib/webhooks';
import { privateIntegration } from '../../test/e2e/lib/world';
import { startHighLevelStandIn, WebhookSender } from '../../test/standins/highlevel';
import { sendAll } from '../webhooks/load';
import type { SetUp } from './setUps';

/** Every account gets this many items, in this many executions: two bursts of HighLevel's limit. */
const LOTS = 2;
const LOT_ITEMS = 100;
export const ITEMS_PER_ACCOUNT = LOTS * LOT_ITEMS;
/** The shortest time in which HighLevel's limit of 100 calls in 10 seconds lets them through. */
export const LEAST_SECONDS = 10;

const PATIENCE_MS = 600_000;

/** The work of some accounts at the same time. */
export interface Written {
	accounts: number;
	/** From the first webhook to the last answer. */
	seconds: number;
	calls: number;
	refused: number;
}

/**
 * Writes the items of several accounts at the same time, each with HighLevel's own limit.
 *
 * @param lotItems items of an execution
 * @throws {Error} if an item was not written exactly once
 */
export async function writeItems(
	{ main, receivers }: SetUp,
	accounts: number,
	lotItems = LOT_ITEMS,
): Promise<Written> {
	const standIn = await startHighLevelStandIn({ agency: { subAccounts: accounts } });
	try {
		const { client } = main;
		const works = [];
		for (const { id: locationId, number } of standIn.subAccounts) {
			const { value: token } = standIn.issuePrivateIntegration({ locationId });
			const login = await privateIntegration({ client, standIn }, `Account ${number}`, {
				token,
				locationId,
			});
			const path = `account-${number}-of-${accounts}-${lotItems}`;
			const workflow = await publishLoad(client, login, path);
			const lots = makeLots(standIn, LOTS, lotItems, locationId);
			works.push({ path, workflow, lots });
		}
		const begun = Date.now();
		await Promise.all(works.map(async ({ path, lots }) => await startLots(receivers, path, lots)));
		for (const { workflow } of works) await untilEnded(client, workflow, LOTS, PATIENCE_MS);

		const made = [...madeNotes(standIn).byContact.values()];
		const wanted = accounts * LOTS * lotItems;
		if (made.length !== wanted || made.some((count) => count !== 1)) {
			throw new Error(`${made.length} of ${wanted} items were written, some more than once`);
		}
		const last = Math.max(...standIn.log.map(({ answeredAt }) => answeredAt ?? 0));
		return { accounts, seconds: (last - begun) / 1000, ...countCalls(standIn) };
	} finally {
		await standIn.close();
	}
}

/** A burst of webhooks. */
export interface Received {
	deliveries: number;
	/** Answered with 200, per second. */
	perSecond: number;
	/** The time within which 99 of 100 were answered, in milliseconds. */
	slowMs: number;
}

/** Webhooks that HighLevel sends at once. */
const DELIVERIES = 96;
const AT_ONCE = 16;

/**
 * Sends a burst of webhooks of an app to the set-up's receivers.
 *
 * @throws {Error} if one was not accepted, or not executed exactly once
 */
export async function receiveWebhooks({ main, receivers }: SetUp): Promise<Received> {
	const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', 've9EPM428h8vShlRW1KT');
	const stored = await main.client.createWorkflow(appTrigger(sender, 'Burst'));
	await main.client.activate(stored.id);
	const urls = receivers.map(({ url }) => triggerUrl(url, stored));
	for (const url of urls) await untilAnswers(sender, url);
	const send = async (count: number) => {
		const share = count / urls.length;
		return await Promise.all(
			urls.map(
				async (url) =>
					await sendAll({
						url,
						deliveries: Array.from({ length: share }, (_, index) =>
							sender.appWebhook('ContactUpdate', { id: `contact-${index}` }),
						),
						atOnce: AT_ONCE / urls.length,
					}),
			),
		);
	};
	// The first ones pay for what n8n loads once.
	await send(AT_ONCE);
	const begun = performance.now();
	const sent = await send(DELIVERIES);
	const seconds = (performance.now() - begun) / 1000;
	const answered = sent.reduce((sum, { statuses }) => sum + (statuses.get(200) ?? 0), 0);
	const counts = [...(await arrivals(main.client, stored)).values()];
	const all = DELIVERIES + AT_ONCE;
	if (answered !== DELIVERIES || counts.length !== all || counts.some((count) => count !== 1)) {
		const doubled = counts.filter((count) => count > 1).length;
		throw new Error(
			`${answered} of ${DELIVERIES} were answered 200; ${counts.length} of ${all} were executed, ${doubled} of them more than once`,
		);
	}
	const latencies = sent.flatMap((one) => one.latencies).sort((a, b) => a - b);
	return {
		deliveries: DELIVERIES,
		perSecond: answered / seconds,
		slowMs: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
	};
}

/** The most memory that one of the set-up's workers has used so far, in megabytes; NaN where the system does not say. */
export function mostMemory({ workers }: SetUp): number {
	const kilobytes = workers.map(({ pid }) => {
		const file = `/proc/${pid}/status`;
		const status = existsSync(file) ? readFileSync(file, 'utf8') : '';
		return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]);
	});
	return Math.max(...kilobytes) / 1024;
}
