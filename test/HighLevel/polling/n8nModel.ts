/** A model of how n8n polls and saves a trigger's state. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ObservableObject } from 'n8n-workflow';

import type { TriggerContext } from '../../../nodes/HighLevel/polling/engine';
import { pollOnce } from '../../../nodes/HighLevel/polling/engine';
import type { PollEvent } from '../../../nodes/HighLevel/polling/event';
import type { FakeAccount } from './fakeAccount';
import { NODE } from './fakeAccount';

/** Wraps static data as n8n's Workflow does. */
function observe(data: IDataObject) {
	const observed = ObservableObject.create(data, undefined, { ignoreEmptyOnFirstChild: true });
	return Object.assign(observed, { __dataChanged: false });
}

/** When the process is killed, relative to n8n saving the static data after an emission. */
export type CrashPoint = 'none' | 'beforeSave' | 'afterSave' | 'beforeSaveLands';

/** A trigger node of the workflow. */
export interface Trigger {
	id: string;
	event: PollEvent;
	values: IDataObject;
}

/** The outcome of a poll. */
export interface PollResult {
	/** Undefined if the poll failed or only logged a warning. */
	items?: IDataObject[];
	/** What the poll logged instead of throwing. */
	warned?: string;
	error?: Error;
	crashed: boolean;
	/** Whether n8n started an execution with the items. */
	executed: boolean;
}

/**
 * How n8n 2.41 saves static data, as measured: there is one blob for the whole workflow, in memory from activation to
 * restart. When a poll emits items, the blob is written to the database before the execution exists, without waiting for
 * the write; when a poll emits nothing or throws, it is not written. The last writer wins, for the whole blob.
 */
export class ModelN8n {
	private database = '{}';
	private memory: ReturnType<typeof observe> = observe({});
	/** Called after each save. */
	onSave = () => {};
	/** Called when a new process has read the database. */
	onRestart = () => {};

	constructor(
		private readonly account: FakeAccount,
		private readonly pageSize: number,
	) {
		this.restart();
	}

	/** Starts a new process, which has in memory what the database has. */
	restart(): void {
		this.memory = observe(JSON.parse(this.database) as IDataObject);
		this.onRestart();
	}

	/** The blob in the database, as another process would read it and write it back. */
	read(): string {
		return this.database;
	}

	write(blob: string): void {
		this.database = blob;
	}

	private save(): void {
		if (this.memory.__dataChanged !== true) return;
		this.database = JSON.stringify(this.memory);
		this.memory.__dataChanged = false;
		this.onSave();
	}

	/** @param onReturned is called with the items as soon as the node has returned them, before n8n acts on them */
	async poll(
		trigger: Trigger,
		crash: CrashPoint,
		onReturned: (items: IDataObject[]) => void,
	): Promise<PollResult> {
		const { account } = this;
		account.calls = 0;
		account.crashed = false;
		let output: INodeExecutionData[][] | null;
		let warned: string | undefined;
		try {
			const context = this.contextOf(trigger, (message) => (warned = message));
			output = await pollOnce(context, [trigger.event], async () =>
				account.openPoll(trigger.values, this.pageSize),
			);
		} catch (error) {
			if (!(error instanceof Error)) throw error;
			if (account.crashed) {
				this.restart();
				return { crashed: true, executed: false };
			}
			return { error, crashed: false, executed: false };
		}
		if (warned !== undefined) return { warned, crashed: false, executed: false };
		const items = (output?.[0] ?? []).map(({ json }) => json);
		onReturned(items);
		if (output === null) return { items, crashed: false, executed: false };
		if (crash === 'beforeSave') {
			this.restart();
			return { items, crashed: true, executed: false };
		}
		if (crash === 'beforeSaveLands') {
			this.restart();
			return { items, crashed: true, executed: true };
		}
		this.save();
		if (crash === 'afterSave') {
			this.restart();
			return { items, crashed: true, executed: false };
		}
		return { items, crashed: false, executed: true };
	}

	private contextOf({ id, event }: Trigger, onWarn: (message: string) => void): TriggerContext {
		const nothing = () => {};
		return {
			getMode: () => 'trigger',
			getNode: () => ({ ...NODE, id, name: id }),
			getNodeParameter: () => event.value,
			getWorkflow: () => ({ id: 'workflow-1', name: 'Model', active: true }),
			getWorkflowStaticData: () => {
				const key = `node:${id}`;
				this.memory[key] ??= ObservableObject.create({}, this.memory);
				return this.memory[key] as IDataObject;
			},
			logger: { debug: nothing, info: nothing, error: nothing, warn: onWarn },
		};
	}
}
