// What the soak measures: inside n8n with the hook, and from outside in /proc and n8n's REST interface.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

import { at } from '../../test/e2e/lib/json';
import { until } from '../../test/e2e/lib/until';
import { newLines } from './lines';
import type { Side } from './side';

/** The state of a connection in /proc/net/tcp. */
const ESTABLISHED = '01';

/** A line of the hook. */
export type HookLine =
	| {
			kind: 'sample';
			rss: number;
			heapUsed: number;
			external: number;
			types: Record<string, number>;
	  }
	| {
			kind: 'execution';
			workflow: string;
			status: string;
			error?: string;
			ids: Array<string | null>;
	  };

/** A function that returns what the hook has reported since its last call, or from the beginning. */
export function reportsOf({ file }: Pick<Side, 'file'>): () => HookLine[] {
	const read = newLines(file);
	return () => read().map((line) => JSON.parse(line) as HookLine);
}

/** The open descriptors of a process, and how many of them are sockets. */
function descriptorsOf(pid: number): { all: number; sockets: number } {
	const folder = `/proc/${pid}/fd`;
	const links = readdirSync(folder).map((name) => {
		try {
			return readlinkSync(`${folder}/${name}`);
		} catch {
			return '';
		}
	});
	const open = links.filter((link) => link !== '');
	return { all: open.length, sockets: open.filter((link) => link.startsWith('socket:')).length };
}

/** How many connections a loopback port has open. */
function connectionsTo(url: string): number {
	const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0');
	return readFileSync('/proc/net/tcp', 'utf8')
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter(([, local, , state]) => local?.endsWith(`:${port}`) && state === ESTABLISHED).length;
}

async function staticDataOf({ n8n, workflows }: Side): Promise<number> {
	let bytes = 0;
	for (const { id } of workflows) {
		const data = at(await n8n.client.workflow(id), 'staticData');
		if (data !== null && data !== undefined) bytes += JSON.stringify(data).length;
	}
	return bytes;
}

/** Everything that must stay flat, by name; each series in the order of time. */
export type Measured = Record<Measure, number[]>;
export type Measure =
	| 'heap'
	| 'external'
	| 'rss'
	| 'handles'
	| 'sockets'
	| 'descriptors'
	| 'connections'
	| 'staticData';

/** How long n8n may take to report its memory. */
const SAMPLE_WITHIN_MS = 60_000;

type Sample = Extract<HookLine, { kind: 'sample' }>;

const isSample = (line: HookLine): line is Sample => line.kind === 'sample';

/** Measures one side from inside and outside, each time that it is told to. */
export class Probe {
	readonly measured: Measured = {
		...{ heap: [], external: [], rss: [], handles: [] },
		...{ sockets: [], descriptors: [], connections: [], staticData: [] },
	};
	private readonly reports: () => HookLine[];

	constructor(private readonly side: Side) {
		this.reports = reportsOf(side);
	}

	async look(): Promise<void> {
		const { side, measured } = this;
		const { heapUsed, external, rss, types } = await this.sample();
		measured.heap.push(heapUsed);
		measured.external.push(external);
		measured.rss.push(rss);
		measured.handles.push(Object.values(types).reduce((sum, count) => sum + count, 0));
		const { all, sockets } = descriptorsOf(side.n8n.pid);
		measured.descriptors.push(all);
		measured.sockets.push(sockets);
		measured.connections.push(connectionsTo(side.standIn.url));
		measured.staticData.push(await staticDataOf(side));
	}

	private async sample() {
		this.reports();
		process.kill(this.side.n8n.pid, 'SIGUSR2');
		return await until(`the ${this.side.name} n8n to report its memory`, SAMPLE_WITHIN_MS, () =>
			Promise.resolve(this.reports().find(isSample)),
		);
	}
}
