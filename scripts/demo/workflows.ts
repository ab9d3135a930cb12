/** The templates as workflows in the demo's n8n. */
import type { N8nClient, StoredWorkflow, WorkflowDefinition } from '../../test/e2e/lib/client';
import { at, listAt, textAt } from '../../test/e2e/lib/json';
import {
	chooseCredentials,
	readTemplate,
	setSettings,
	settingNames,
	templateNames,
} from '../../test/e2e/lib/templates';
import type { Credentials } from './credentials';
import type { Demo } from './demo';
import type { DemoTemplate } from './template';
import { sharedSettings, TEMPLATES } from './templates';

/** Triggers that cannot be published: people start them. */
const BY_HAND = ['n8n-nodes-base.manualTrigger'];

/** A template in the demo's n8n. */
export interface Imported {
	file: string;
	workflow: StoredWorkflow;
	/** Its entry in the registry. */
	entry?: DemoTemplate;
	/** Whether it is published. */
	isActive: boolean;
}

/** Ends what an earlier demo left published, so that nothing runs while workflows change. */
async function endOldOnes(client: N8nClient): Promise<void> {
	const workflows = listAt(await client.call('GET', '/rest/workflows'));
	for (const one of workflows) {
		if (at(one, 'active') === true) await client.deactivate(textAt(one, 'id'));
	}
}

/** Deletes the Data Tables of an earlier demo: they tell of records that the stand-ins no longer have. */
async function deleteDataTables(client: N8nClient): Promise<void> {
	const project = textAt(await client.call('GET', '/rest/projects/personal'), 'id');
	const path = `/rest/projects/${project}/data-tables`;
	for (const table of listAt(await client.call('GET', `${path}?take=250`), 'data')) {
		await client.call('DELETE', `${path}/${textAt(table, 'id')}`);
	}
}

/** A template with the demo's credentials and settings. */
function prepare(
	file: string,
	entry: DemoTemplate | undefined,
	demo: Demo,
	credentials: Credentials,
): WorkflowDefinition {
	const workflow = chooseCredentials(readTemplate(file), credentials);
	const names = settingNames(workflow);
	const shared = Object.entries(sharedSettings(demo)).filter(([name]) => names.includes(name));
	setSettings(workflow, { ...Object.fromEntries(shared), ...entry?.settings?.(demo) });
	return entry?.adjust?.(workflow, demo) ?? workflow;
}

/**
 * Imports every template, or updates what an earlier demo imported, and publishes those of the registry.
 *
 * @returns in the order of the registry, then those without an entry
 */
export async function importAll(demo: Demo, credentials: Credentials): Promise<Imported[]> {
	const { client } = demo;
	await endOldOnes(client);
	await deleteDataTables(client);
	const known = await client.listWorkflows();
	const names = templateNames();
	const files = [
		...TEMPLATES.map(({ file }) => file),
		...names.filter((name) => !TEMPLATES.some(({ file }) => file === name)),
	];
	const imported: Imported[] = [];
	for (const file of files) {
		const entry = TEMPLATES.find((one) => one.file === file);
		const workflow = prepare(file, entry, demo, credentials);
		const old = known.find(({ name }) => name === workflow.name);
		const stored =
			old === undefined
				? await client.createWorkflow(workflow)
				: await client.updateWorkflow(old.id, workflow);
		const isActive = entry !== undefined && hasTrigger(stored);
		if (isActive) await client.activate(stored.id);
		imported.push({ file, workflow: stored, isActive, ...(entry === undefined ? {} : { entry }) });
	}
	return imported;
}

/** Whether something other than a person starts it. */
function hasTrigger({ nodes }: WorkflowDefinition): boolean {
	return nodes.some(({ type }) => /(trigger|\.webhook)$/i.test(type) && !BY_HAND.includes(type));
}

/** Ends all published workflows, so that they delete their webhooks while the stand-ins are there. */
export async function endAll(client: N8nClient, imported: Imported[]): Promise<void> {
	for (const { workflow, isActive } of imported) {
		if (isActive) await client.deactivate(workflow.id);
	}
}
