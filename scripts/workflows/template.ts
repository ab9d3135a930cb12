/** What a workflow template is, and how it becomes a file that n8n imports. */
import { createHash } from 'node:crypto';

import type { FlowNode, Part } from './flow';
import { Flow } from './flow';
import type { Box, Point } from './layout';
import { layOut } from './layout';

/** One file of the folder `workflows`. */
export interface Template {
	/** The file's name without its ending. */
	file: string;
	/** The workflow's name in n8n. */
	name: string;
	/** Adds nodes, connections, sections and notes. */
	draw: (flow: Flow) => void;
}

/** A node as n8n imports it. */
type ImportedNode = FlowNode & { id: string; position: Point };

type Connection = 'main' | Part;
/** Where the outputs of a node lead, by their kind. */
type Connections = Partial<
	Record<Connection, Array<Array<{ node: string; type: Connection; index: 0 }>>>
>;

/** A workflow as n8n imports it. */
export interface ImportedWorkflow {
	name: string;
	nodes: ImportedNode[];
	connections: Record<string, Connections>;
	settings: { executionOrder: 'v1' };
}

/** An ID that stays the same as long as the names of template and node do, so that files change only where templates do. */
function idOf(...names: string[]): string {
	const hex = createHash('sha256').update(names.join('\n')).digest('hex');
	const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
	return [...parts, hex.slice(20, 32)].join('-');
}

function connectionsOf({ edges }: Flow): ImportedWorkflow['connections'] {
	const connections: ImportedWorkflow['connections'] = {};
	for (const { from, output, to, part: type = 'main' } of edges) {
		const outputs = ((connections[from.name] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to.name, type, index: 0 });
	}
	return connections;
}

const sticky = (file: string, { name, text, color, at, size }: Box): ImportedNode => ({
	id: idOf(file, name),
	name,
	type: 'n8n-nodes-base.stickyNote',
	typeVersion: 1,
	position: at,
	parameters: { content: text, width: size[0], height: size[1], color },
});

/**
 * @returns the workflow as n8n imports it: laid out, without pinned data, webhook IDs and credentials
 * @throws Error if a node belongs to no section, or two nodes have one name
 */
export function toWorkflow({ file, name, draw }: Template): ImportedWorkflow {
	const flow = new Flow();
	draw(flow);
	const { places, notes } = layOut(flow.sections, flow.notes, flow.edges);
	const names = [...flow.nodes, ...notes].map((one) => one.name);
	const twice = names.find((one, index) => names.indexOf(one) !== index);
	if (twice !== undefined) throw new Error(`${file}: two nodes are called "${twice}"`);
	const nodes = flow.nodes.map(
		({ name: title, type, typeVersion, parameters, ...extras }): ImportedNode => {
			const position = places.get(title);
			if (!position) throw new Error(`${file}: "${title}" belongs to no section`);
			return {
				id: idOf(file, title),
				name: title,
				type,
				typeVersion,
				position,
				parameters,
				...extras,
			};
		},
	);
	return {
		name,
		nodes: [...notes.map((one) => sticky(file, one)), ...nodes],
		connections: connectionsOf(flow),
		settings: { executionOrder: 'v1' },
	};
}
