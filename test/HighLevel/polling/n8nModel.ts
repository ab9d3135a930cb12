import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ObservableObject } from 'n8n-workflow';

import type { TriggerContext } from '../../../nodes/HighLevel/polling/engine';
import { pollOnce } from '../../../nodes/HighLevel/polling/engine';
import type { PollEvent } from '../../../nodes/HighLevel/polling/event';
import type { World } from './world';
import { NODE } from './world';

/** What n8n's Workflow makes of the static data that it reads. */
function observe(data: IDataObject) {
	const observed = ObservableObject.create(data, undefined, { ignoreEmptyOnFirstChild: true });
	return Object.assign(observed, { __dataChanged: false });
}

/** Where the process ends, as seen from an emission. */
export type CrashPoint = 'none' | 'beforeSave' | 'afterSave' | 'beforeSaveLands';

/** A trigger node of the workflow. */
export interface Trigger {
	id: string;
	event: PollEvent;
	values: IDataObject;
}

/** What came of one poll. */
export interface PollResult {
	/** Undefined when the poll failed, or its fault was let pass. */
	items?: IDataObject[];
	error?: Error;
	crashed: boolean;
	/** Whether an execution was made of the items. */
	executed: boolean;
}

/**
 * n8n's save points, as measured in n8n 2.41: one blob of static data for the whole workflow, kept in memory from activation
 * to restart; written to the database when a poll emits items, before the execution exists, without waiting for the write;
 * not written when a poll gives nothing or throws; the last writer wins for the whole blob.
 */
export class ModelN8n {
	private database = '{}';
	private memory: ReturnType<typeof observe> = observe({});
	/** Called after each save, when the blob is put back and when a process begins. */
	onSave = () => {};
	onRestart = () => {};

	constructor(
		private readonly world: World,
		private readonly pageSize: number,
	) {
		this.restart();
	}

	/** A process begins: the memory is what the database has. */
	restart(): void {
		this.memory = observe(JSON.parse(this.database) as IDataObject);
		this.onRestart();
	}

	/** What another process that works on the workflow would write back: the blob as it read it. */
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

	/** @param onReturned told the items as soon as the node gave them, before n8n does anything with them */
	async poll(
		trigger: Trigger,
		crash: CrashPoint,
		onReturned: (items: IDataObject[]) => void,
	): Promise<PollResult> {
		const { world } = this;
		world.calls = 0;
		world.crashed = false;
		let output: INodeExecutionData[][] | null;
		let warned: string | undefined;
		try {
			const context = this.contextOf(trigger, (message) => (warned = message));
			output = await pollOnce(context, [trigger.event], async () =>
				world.openPoll(trigger.values, this.pageSize),
			);
		} catch (error) {
			if (!(error instanceof Error)) throw error;
			if (world.crashed) {
				this.restart();
				return { crashed: true, executed: false };
			}
			return { error, crashed: false, executed: false };
		}
		if (warned !== undefined) return { crashed: false, executed: false };
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
