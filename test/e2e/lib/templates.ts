/** The importable workflows of the folder workflows, as their users set them up. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialReference, WorkflowDefinition, WorkflowNode } from './client';
import type { JsonObject } from './json';
import { listAt } from './json';

const FOLDER = join(__dirname, '..', '..', '..', 'workflows');
const SETTINGS = 'Settings';

/** Stored credentials by type. */
export type Credentials = Record<string, CredentialReference>;

/** @returns the names of all templates, without their ending */
export function templateNames(): string[] {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.slice(0, -'.json'.length));
}

/** @returns a template as its file has it */
export function readTemplate(name: string): WorkflowDefinition {
	const parsed: WorkflowDefinition = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
	return parsed;
}

/** The type of credential that a node of a template asks for, if it does. */
function credentialTypeOf({ type, parameters }: WorkflowNode): string | undefined {
	const name = type.slice(type.indexOf('.') + 1);
	if (name === 'httpRequest') {
		const wanted = parameters['nodeCredentialType'];
		return typeof wanted === 'string' ? wanted : undefined;
	}
	if (name.startsWith('activeCampaign')) return 'activeCampaignApi';
	if (name.startsWith('calendarHero')) return 'calendarHeroApi';
	if (name === 'lmChatOpenAi') return 'openAiApi';
	if (name.startsWith('highLevel')) return 'highLevelPrivateIntegrationApi';
	return undefined;
}

/** The settings of a template, as the node Settings holds them; none without that node. */
function assignmentsOf({ nodes }: WorkflowDefinition): JsonObject[] {
	const node = nodes.find((one) => one.name === SETTINGS);
	if (node === undefined) return [];
	return listAt(node.parameters, 'assignments', 'assignments') as JsonObject[];
}

/** The names of a template's settings. */
export function settingNames(workflow: WorkflowDefinition): string[] {
	return assignmentsOf(workflow).map((one) => String(one['name']));
}

/**
 * Chooses a credential in each node of a template that wants one.
 *
 * @throws AssertionError for a node whose credential is not given
 */
export function chooseCredentials(
	workflow: WorkflowDefinition,
	credentials: Credentials,
): WorkflowDefinition {
	for (const node of workflow.nodes) {
		const type = credentialTypeOf(node);
		if (type === undefined) continue;
		const reference = credentials[type];
		assert.ok(reference, `${workflow.name}: ${node.name} needs a credential of type ${type}`);
		node.credentials = { [type]: reference };
	}
	return workflow;
}

/**
 * Changes settings of a template.
 *
 * @param settings by name; tables as lists of rows
 * @throws AssertionError for a setting that the template does not have
 */
export function setSettings(
	workflow: WorkflowDefinition,
	settings: Record<string, unknown>,
): WorkflowDefinition {
	const assignments = assignmentsOf(workflow);
	for (const [setting, value] of Object.entries(settings)) {
		const assignment = assignments.find((one) => one['name'] === setting);
		assert.ok(assignment, `${workflow.name} has no setting ${setting}`);
		assignment['value'] = typeof value === 'object' ? JSON.stringify(value) : value;
	}
	return workflow;
}

/**
 * A template as somebody sets it up who imports it: credentials chosen, the given settings changed, and nothing else.
 *
 * @param settings by name; tables as lists of rows
 * @throws AssertionError for a setting that the template does not have, and a node whose credential is not given
 */
export function setUpTemplate(
	name: string,
	credentials: Credentials,
	settings: Record<string, unknown> = {},
): WorkflowDefinition {
	const workflow = readTemplate(name);
	assert.equal(workflow.pinData, undefined, `${name} has pinned data`);
	return setSettings(chooseCredentials(workflow, credentials), settings);
}
