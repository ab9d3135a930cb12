// What the soak measures: inside n8n with the hook, and from outside in /proc and n8n's REST interface.

import { createReadStream, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { at } from '../../test/e2e/lib/json';
import type { Side } from './side';
import type { Series } from './verdict';

/** The state of a connection in /proc/net/tcp. */
const ESTABLISHED = '01';

/** A line of the hook. */
export type HookLine =
	| {
			kind: 'sample';
			at: number;
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

/** The hook's lines so far. */
export async function* readHook(file: string): AsyncGenerator<HookLine> {
	for await (const line of createInterface({ input: createReadStream(file) })) {
		// The last line may still be in the making.
		if (line.endsWith('}')) yield JSON.parse(line) as HookLine;
	}
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
export type Measured = Record<Measure, Series>;
export type Measure =
	| 'heap'
	| 'external'
	| 'rss'
	| 'handles'
	| 'sockets'
	| 'descriptors'
	| 'connections'
	| 'staticData';

/** Measures one side from outside until stopped. */
export class Probe {
	private readonly seen = {
		sockets: [] as number[],
		descriptors: [] as number[],
		connections: [] as number[],
		staticData: [] as number[],
	};
	private readonly timer: NodeJS.Timeout;
	private readonly from = Date.now();

	constructor(
		private readonly side: Side,
		everyMs: number,
	) {
		this.timer = setInterval(() => void this.look().catch(() => undefined), everyMs);
	}

	private async look(): Promise<void> {
		const { side, seen } = this;
		const { all, sockets } = descriptorsOf(side.n8n.pid);
		seen.descriptors.push(all);
		seen.sockets.push(sockets);
		seen.connections.push(connectionsTo(side.standIn.url));
		seen.staticData.push(await staticDataOf(side));
	}

	/** Stops, and adds what the hook saw in the same time. */
	async stop(): Promise<Measured> {
		clearInterval(this.timer);
		const to = Date.now();
		const inside = {
			heap: [] as number[],
			external: [] as number[],
			rss: [] as number[],
			handles: [] as number[],
		};
		for await (const line of readHook(this.side.file)) {
			if (line.kind !== 'sample' || line.at < this.from || line.at > to) continue;
			inside.heap.push(line.heapUsed);
			inside.external.push(line.external);
			inside.rss.push(line.rss);
			inside.handles.push(Object.values(line.types).reduce((sum, count) => sum + count, 0));
		}
		return { ...inside, ...this.seen };
	}
}
