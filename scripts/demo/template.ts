/** What the demo needs to know of a template. The entries are in `templates.ts`. */
import type { StoredWorkflow, WorkflowDefinition } from '../../test/e2e/lib/client';
import type { Demo } from './demo';

/** What the other side shows: values by label, in the order of the page. */
export type Shown = Record<string, string>;

/** One click on a template's button: a change on one side and the place of its result on the other. */
export interface Round {
	/** Where the result is, such as `In ActiveCampaign, the record of the calendar`. */
	where: string;
	/** What is there now. The page shows it before the change and afterwards, and marks what differs. */
	look(): Shown;
	/** Makes the change and says what it did, in one sentence. It may call a webhook of the workflow. */
	change(workflow: StoredWorkflow): string | Promise<string>;
	/** Whether the result is there. */
	hasArrived(before: Shown): boolean;
}

export interface DemoTemplate {
	/** Its file in `workflows/`, without the ending. */
	file: string;
	/** What it does, in one sentence. */
	sentence: string;
	/** What its button says. */
	button: string;
	/** Settings by name that differ from the file; those of `sharedSettings` need no mention. */
	settings?: (demo: Demo) => Record<string, unknown>;
	/** What has to be changed in a template without a node Settings. */
	adjust?: (workflow: WorkflowDefinition, demo: Demo) => WorkflowDefinition;
	/** The trigger from which it runs once when the demo starts, in the order of the registry. */
	atStart?: string;
	/** The trigger from which it runs after the change; leave it out where the change itself starts it. */
	startFrom?: string;
	/**
	 * The trigger of its scheduled catch-up (default: `startFrom`). The demo runs it early if a run failed, such as when several
	 * workflows together exceed what ActiveCampaign takes a second.
	 */
	catchUp?: string;
	/** Whether its runs wait for the person who started them, who is not there in the demo. */
	endsWaiting?: boolean;
	/** A click on the button. */
	round: (demo: Demo) => Round;
}
