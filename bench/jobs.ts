import type { Account } from './standIn';

/** Who does the work. */
export type Contender =
	| 'ours'
	| 'builtIn'
	| 'sdkLoop'
	| 'sdkAll'
	| 'sdkAllRetry'
	| 'bareLoop'
	| 'barePost';

export type Work =
	| 'upsert'
	| 'create'
	/** All contacts; sorted in a way of the user's own, which keeps to the cursor. */
	| 'list'
	| 'listSorted'
	| 'tag'
	/** Loads the package and makes the nodes' descriptions. */
	| 'load';

/** What one child process is to do. Sent over IPC; the work starts when 'go' follows. */
export interface Job {
	contender: Contender;
	work: Work;
	/** More than one: the items are shared out between connections of the same process. */
	accounts: Account[];
	/** Contacts to write, as the items of the workflow. */
	emails: string[];
	/** Contacts to tag. */
	contactIds: string[];
	/** Seconds that a call may take. */
	timeoutSeconds?: number;
	/** Items worked before the measured ones, so that compiling code is not measured. */
	warmUp: number;
	/** n8n's node is helped over the fault that ends its lists after the first page. */
	mended?: boolean;
	/** Contacts are given whole, not simplified. */
	whole?: boolean;
	/** Reports the records' own heap: garbage is collected around the work. */
	measureHeap?: boolean;
}

/** What a child process says of itself; all that the stand-in's log can tell is not among it. */
export interface Report {
	/** Records put out. */
	delivered: number;
	/** The output is in the order of the input. */
	inOrder: boolean;
	/** E-mails or ids of the items that were reported as failed. */
	failed: string[];
	/** Ids of the records, where they were listed. */
	listed: string[];
	/** What ended the run. */
	error?: string;
	cpuMs: number;
	/** Most memory that the process ever had. */
	peakBytes: number;
	/** In use before the work. */
	baseHeapBytes?: number;
	/** What the records take, and nothing else. */
	recordsHeapBytes?: number;
	/** Time to load the package's nodes and credentials, and to make their descriptions. */
	loadMs?: number;
	describeMs?: number;
	/** Hint that the node shows after the run. */
	hint?: string;
	versions: Record<string, string>;
}

export type ToChild = { job: Job } | { go: true };
export type FromChild = { ready: true } | { report: Report } | { broken: string };
