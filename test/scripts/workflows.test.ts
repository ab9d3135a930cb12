import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { outdatedPages } from '../../scripts/docs/generated';
import { TEMPLATE_PAGES } from '../../scripts/docs/templates';
import type { Flow, FlowNode } from '../../scripts/workflows/flow';
import { core } from '../../scripts/workflows/parts/core';
import { toWorkflow } from '../../scripts/workflows/template';
import { templates } from '../../scripts/workflows/templates';
import { expectNone } from '../support/expectNone';

const FOLDER = join(__dirname, '..', '..', 'workflows');
const [from, to] = [core('noOp', 1, 'From', {}), core('noOp', 1, 'To', {})];

test('the page about the templates is current', () => {
	expectNone(outdatedPages(TEMPLATE_PAGES), 'Not current. Run: npm run workflows');
});

describe.each(templates)('$file', (template) => {
	const { nodes } = toWorkflow(template);

	test('is as its template has it', () => {
		const path = join(FOLDER, `${template.file}.json`);
		const file: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : 'no file';
		expect(file).toEqual(JSON.parse(JSON.stringify(toWorkflow(template))));
	});

	test('has one node with the settings, and leads to it from every trigger', () => {
		const { connections } = toWorkflow(template);
		expect(nodes.filter(({ name }) => name === 'Settings')).toHaveLength(1);
		const triggers = nodes.filter(({ type }) => type.endsWith('Trigger'));
		expect(triggers).not.toEqual([]);
		for (const { name } of triggers) {
			expect([name, connections[name]?.main?.[0]?.map(({ node }) => node)]).toEqual([
				name,
				['Settings'],
			]);
		}
	});

	test('has nothing that belongs to one account', () => {
		const text = JSON.stringify(nodes);
		expect(text).not.toMatch(/"(credentials|webhookId|pinData)":/);
		// IDs of HighLevel have 20 to 24 characters.
		expect(text).not.toMatch(/"value":"[A-Za-z0-9]{20,24}"/);
	});

	test('repeats no node that writes', () => {
		const writing = /create|update|add|remove|delete|send|cancel|remind|reschedule|upsert/i;
		const repeated = nodes.filter(
			({ retryOnFail, type, parameters }) =>
				retryOnFail === true &&
				!type.endsWith('dataTable') &&
				(writing.test(String(parameters['operation'] ?? '')) ||
					!['GET', undefined].includes(parameters['method'] as string | undefined)),
		);
		expect(repeated.map(({ name }) => name)).toEqual(
			repeated.some(({ name }) => name === 'Tell Someone') ? ['Tell Someone'] : [],
		);
	});
});

describe('a template', () => {
	const template = (draw: (flow: Flow) => void) => ({ file: 'x', name: 'X', draw });

	test('connects outputs by name', () => {
		const { connections } = toWorkflow(
			template((flow) => flow.on(from, 'no', to).section('One', 'text', from, to)),
		);
		expect(connections).toEqual({
			From: { main: [[], [{ node: 'To', type: 'main', index: 0 }]] },
		});
	});

	test('stands parts below what uses them, and connects them by their kind', () => {
		const [agent, model, gate, tool] = ['Agent', 'Model', 'Gate', 'Tool'].map((name) =>
			core('noOp', 1, name, {}),
		) as [FlowNode, FlowNode, FlowNode, FlowNode];
		const { connections, nodes } = toWorkflow(
			template((flow) =>
				flow
					.chain(from, agent, to)
					.parts(agent, 'ai_languageModel', model)
					.parts(agent, 'ai_tool', gate)
					.parts(gate, 'ai_tool', tool)
					.section('One', 'text', from, agent, to, model, gate, tool),
			),
		);
		const link = (node: string, type: string) => ({ [type]: [[{ node, type, index: 0 }]] });
		expect(connections).toEqual({
			From: link('Agent', 'main'),
			Agent: link('To', 'main'),
			Model: link('Agent', 'ai_languageModel'),
			Gate: link('Agent', 'ai_tool'),
			Tool: link('Gate', 'ai_tool'),
		});
		const [x, y] = [0, 1].map(
			(axis) => (name: string) => nodes.find((node) => node.name === name)?.position[axis] ?? NaN,
		) as [(name: string) => number, (name: string) => number];
		expect(y('Agent')).toBe(y('To'));
		expect(y('Model')).toBeGreaterThan(y('Agent'));
		expect(y('Gate')).toBe(y('Model'));
		expect(y('Tool')).toBeGreaterThan(y('Gate'));
		expect(x('Gate')).toBeGreaterThan(x('Model'));
		expect(x('To')).toBeGreaterThan(x('Agent') + 256);
	});

	test('refuses a node without a section', () => {
		expect(() => toWorkflow(template((flow) => flow.chain(from, to)))).toThrow(
			'"From" belongs to no section',
		);
	});

	test('refuses two nodes with one name', () => {
		const twin = core('noOp', 1, 'To', {});
		expect(() =>
			toWorkflow(template((flow) => flow.chain(from, to, twin).section('One', '', from, to, twin))),
		).toThrow('two nodes are called "To"');
	});
});
