/** What the editor asks for in the webhook trigger. */
import type { INode, INodeParameters, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { HighLevelWebhookTrigger } from '../../../nodes/HighLevel/HighLevelWebhookTrigger.node';

const { description } = new HighLevelWebhookTrigger();
const VERSIONS = [1, 1.1, 1.2];

function nodeWith(typeVersion: number, given: INodeParameters): INode {
	const node = { typeVersion };
	const { properties } = description;
	const parameters =
		NodeHelpers.getNodeParameters(properties, given, true, false, node, description) ?? {};
	const rest = { id: '1', name: 'Trigger', type: 'trigger', position: [0, 0] as [number, number] };
	return { ...rest, typeVersion, parameters };
}

/** The properties of a name that the editor shows. */
function shown(name: string, node: INode): INodeProperties[] {
	const isShown = (property: INodeProperties) =>
		NodeHelpers.displayParameter(node.parameters, property, node, description);
	return description.properties.filter((one) => one.name === name && isShown(one));
}

/** The names of the properties that n8n marks as missing. */
function missing(node: INode): string[] {
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
	return Object.keys(issues?.parameters ?? {});
}

describe.each(VERSIONS)('version %s', (version) => {
	const app = (given: INodeParameters) => nodeWith(version, { source: 'app', ...given });

	it('requires an event of the app, from the menu or by name', () => {
		expect(missing(app({}))).toEqual(['events']);
		expect(missing(app({ events: ['ContactCreate'] }))).toEqual([]);
		expect(missing(app({ otherEvents: 'InvoicePaid' }))).toEqual([]);
		expect(missing(app({ otherEvents: '={{ $vars.events }}' }))).toEqual([]);
	});

	it('requires a secret from a workflow', () => {
		expect(missing(nodeWith(version, { source: 'workflow' }))).toEqual(['secret']);
	});

	it('shows every field once', () => {
		const names = [...new Set(description.properties.map(({ name }) => name))];
		for (const source of ['app', 'workflow']) {
			for (const otherEvents of ['', 'InvoicePaid', '={{ $vars.events }}']) {
				const node = nodeWith(version, { source, otherEvents, fetchRecords: true });
				expect(names.filter((name) => shown(name, node).length > 1)).toEqual([]);
				expect(shown('events', node)).toHaveLength(source === 'app' ? 1 : 0);
			}
		}
	});

	it('names the Test URL wherever it says which URL to use', () => {
		for (const source of ['app', 'workflow']) {
			const [notice] = shown(`${source}Notice`, nodeWith(version, { source }));
			expect(notice?.displayName).toMatch(/Test URL.*Production URL/);
		}
	});
});

it('starts with a HighLevel workflow; older versions start with an app', () => {
	expect(VERSIONS.map((version) => nodeWith(version, {}).parameters.source)).toEqual([
		'app',
		'app',
		'workflow',
	]);
	const newest = Array.isArray(description.version) ? description.version : [];
	expect(newest).toEqual(VERSIONS);
});

it('simplifies records in new nodes alone', () => {
	const simple = (version: number) => nodeWith(version, { fetchRecords: true }).parameters.simple;
	expect(VERSIONS.map(simple)).toEqual([false, false, true]);
});
