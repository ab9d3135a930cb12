// The messages between the bench and its child processes.

import type { Account } from './standIn';

/** The implementation that does the work. */
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
	/** All contacts; `listSorted` in the user's own sort order, which is always read by cursor. */
	| 'list'
	| 'listSorted'
	| 'tag'
	/** Loads the package and builds the nodes' descriptions. */
	| 'load';

/** The work of one child process. Sent over IPC; it starts on 'go'. */
export interface Job {
	contender: Contender;
	work: Work;
	/** If there are several, the items are divided among connections of the same process. */
	accounts: Account[];
	/** Contacts to write, as the items of the workflow. */
	emails: string[];
	/** The sub-account of each of these contacts, if the account is an agency. */
	subAccounts?: string[];
	/** Contacts to tag. */
	contactIds: string[];
	/** Timeout of a call in seconds. */
	timeoutSeconds?: number;
	/** Items processed before the measured ones, so that code compilation is not measured. */
	warmUp: number;
	/** Works around the bug in n8n's node that ends its lists after the first page. */
	mended?: boolean;
	/** Contacts are returned whole, not simplified. */
	whole?: boolean;
	/** Reports the heap used by the records: garbage is collected before and after the work. */
	measureHeap?: boolean;
}

/** What a child process reports about itself: only what the stand-in's log does not show. */
export interface Report {
	/** Records output. */
	delivered: number;
	/** The output is in the order of the input. */
	inOrder: boolean;
	/** E-mails or IDs of the items that were reported as failed. */
	failed: string[];
	/** IDs of the listed records. */
	listed: string[];
	/** The error that ended the run. */
	error?: string;
	cpuMs: number;
	/** Peak memory of the process. */
	peakBytes: number;
	/** Heap in use before the work. */
	baseHeapBytes?: number;
	/** Heap used by the records alone. */
	recordsHeapBytes?: number;
	/** Time to load the package's nodes and credentials, and to build their descriptions. */
	loadMs?: number;
	describeMs?: number;
	/** Hint that the node shows after the run. */
	hint?: string;
	versions: Record<string, string>;
}

export type ToChild = { job: Job } | { go: true };
export type FromChild = { ready: true } | { report: Report } | { broken: string };
