/** How long n8n's editor takes to open a node of ours and one of n8n's own, measured in the page itself. */
import type { CDPSession } from 'playwright-core';
import { median } from '../../../bench/measure';
import type { Editor } from './browser';
import type { CredentialReference, N8nClient } from './client';
import type { JsonObject } from './json';
import type { Login } from './world';
import { CALENDARS, oneNodeWorkflow, ourNode } from './world';

const OUTLOOK = 'n8n-nodes-base.microsoftOutlook';
const OUTLOOK_CREDENTIAL = 'microsoftOutlookOAuth2Api';

/** How long the page must have nothing to do before a node counts as open, in milliseconds. */
const QUIET_MS = 400;
/** How often the page is asked whether it can answer, in milliseconds. */
const BEAT_MS = 5;
/** An answer this much later means that the page was at work, in milliseconds. */
const LATE_MS = 20;

/** Two nodes of one workflow that stand for the same thing. */
export interface Pair {
	label: string;
	workflowId: string;
	ours: string;
	theirs: string;
}

/** One opening, in milliseconds from the double click. */
export interface Opening {
	/** Until the first parameters are there. */
	shown: number;
	/** Until all of them are there and the page has nothing more to do. */
	settled: number;
	/** How long the page was at work in this time, as Chromium counts it. */
	work: number;
}

type Openings = Record<'first' | 'again', Opening[]>;

const OUTLOOK_EVENT = {
	resource: 'event',
	operation: 'create',
	calendarId: { __rl: true, mode: 'id', value: 'AAMkAD' },
	subject: 'Call with Ana',
	startDateTime: '2030-01-15T10:00:00Z',
	endDateTime: '2030-01-15T10:30:00Z',
};

const OUR_EVENT = {
	resource: 'appointment',
	operation: 'create',
	calendarId: { __rl: true, mode: 'id', value: 'CVokAlI8fgw4WYWoCtQz' },
	contactId: { __rl: true, mode: 'id', value: '9NkT25Vor1v4aQatFsv2' },
	startTime: '2030-01-15T10:00:00Z',
};

/** Stores a workflow for each thing to compare: a new node with its defaults, and an event to create. */
export async function openingPairs(client: N8nClient, login: Login): Promise<Pair[]> {
	const reference = await client.createCredential('Outlook', OUTLOOK_CREDENTIAL, {
		clientId: 'id',
		clientSecret: 'secret',
	});
	const things: Array<[string, JsonObject, JsonObject]> = [
		['a new node', {}, {}],
		['an event to create', OUR_EVENT, OUTLOOK_EVENT],
	];
	const pairs: Pair[] = [];
	for (const [label, ours, theirs] of things) {
		const pair = { label, ours: 'HighLevel Calendars', theirs: 'Microsoft Outlook' };
		const workflow = oneNodeWorkflow(label, ourNode(pair.ours, CALENDARS, login, ours));
		const outlook = outlookNode(pair.theirs, theirs, reference);
		const { id } = await client.createWorkflow({
			...workflow,
			nodes: [...workflow.nodes, outlook],
			connections: {
				...workflow.connections,
				// Both take the same items, so that both panels show the same input.
				Items: {
					main: [[pair.ours, pair.theirs].map((node) => ({ node, type: 'main', index: 0 }))],
				},
			},
		});
		pairs.push({ ...pair, workflowId: id });
	}
	return pairs;
}

function outlookNode(name: string, parameters: JsonObject, reference: CredentialReference) {
	return {
		id: 'outlook',
		name,
		type: OUTLOOK,
		typeVersion: 2,
		position: [400, 300] as [number, number],
		parameters,
		credentials: { [OUTLOOK_CREDENTIAL]: reference },
	};
}

/**
 * Opens a node once and closes it again.
 *
 * @param during what to do with the page's session around the opening; called before it, and the function that it returns
 * after it
 */
export async function openOnce(
	editor: Editor,
	name: string,
	during?: (session: CDPSession) => Promise<() => Promise<void>>,
): Promise<Opening> {
	const { page } = editor;
	await editor.node(name).waitFor();
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable');
	const worked = async () => {
		const { metrics } = await session.send('Performance.getMetrics');
		return (metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0) * 1000;
	};
	// Runs in the page, so it is written without named functions, which the compiler would wrap. The promise that it leaves behind knows the times once the page is at rest.
	await page.evaluate(
		({ wanted, quiet, beat, late }) => {
			const opening = new Promise<{ shown: number; settled: number }>((done) => {
				addEventListener(
					'dblclick',
					(event) => {
						const start = event.timeStamp;
						let shown: number | undefined;
						let lastWork = performance.now();
						let lastBeat = lastWork;
						const observer = new MutationObserver(() => {
							lastWork = performance.now();
							if (document.querySelector(wanted)) shown ??= lastWork;
						});
						observer.observe(document.body, { childList: true, subtree: true });
						const timer = setInterval(() => {
							const now = performance.now();
							if (now - lastBeat > beat + late) lastWork = now;
							lastBeat = now;
							if (shown === undefined || now - lastWork < quiet) return;
							clearInterval(timer);
							observer.disconnect();
							done({ shown: shown - start, settled: lastWork - start });
						}, beat);
					},
					{ once: true, capture: true },
				);
			});
			Object.assign(globalThis, { opening });
		},
		{
			wanted: '[data-test-id="ndv"] [data-test-id="parameter-input-operation"]',
			quiet: QUIET_MS,
			beat: BEAT_MS,
			late: LATE_MS,
		},
	);
	const after = await during?.(session);
	const before = await worked();
	await editor.node(name).dblclick();
	const times = await page.evaluate<{ shown: number; settled: number }>('globalThis.opening');
	const work = (await worked()) - before;
	await after?.();
	await session.detach();
	await editor.closeNode();
	return { ...times, work };
}

/**
 * Opens both nodes in turn: in each round the workflow is loaded anew for either, so that a first opening finds nothing
 * prepared; then both are opened again. Who comes first changes from round to round.
 */
async function measure(editor: Editor, pair: Pair, rounds: number): Promise<Map<string, Openings>> {
	const nodes = [pair.ours, pair.theirs];
	const openings = new Map<string, Openings>(nodes.map((name) => [name, { first: [], again: [] }]));
	for (let round = 0; round < rounds; round++) {
		const order = round % 2 === 0 ? nodes : [...nodes].reverse();
		for (const name of order) {
			await editor.loadWorkflow(pair.workflowId);
			openings.get(name)?.first.push(await openOnce(editor, name));
		}
		// Both have been opened in this page before an opening counts as repeated.
		for (const name of order) await openOnce(editor, name);
		for (const name of order) openings.get(name)?.again.push(await openOnce(editor, name));
	}
	return openings;
}

/** Measures a pair and prints medians in milliseconds, ours beside theirs with the ratio, a line for each kind. */
export async function printOpenings(editor: Editor, pair: Pair, rounds: number): Promise<void> {
	const openings = await measure(editor, pair, rounds);
	for (const kind of ['first', 'again'] as const) {
		const figures = (['settled', 'shown', 'work'] as const).map((figure) => {
			const of = (name: string) =>
				median((openings.get(name)?.[kind] ?? []).map((opening) => opening[figure]));
			const [ours, theirs] = [of(pair.ours), of(pair.theirs)];
			return `${figure} ${ours.toFixed(0)} / ${theirs.toFixed(0)} ms = ${(ours / theirs).toFixed(2)}`;
		});
		process.stdout.write(
			`  ${pair.label}, opened ${kind === 'first' ? 'first' : 'again'}: ${pair.ours} / ${pair.theirs}, median of ${rounds}: ${figures.join('; ')}\n`,
		);
	}
}
