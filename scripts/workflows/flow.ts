/** The drawing board of a template: nodes, the connections between them, and notes. */

/** A value of a node's parameters. */
export type Value =
	| string
	| number
	| boolean
	| null
	| undefined
	| Value[]
	| { [key: string]: Value };
export type Values = Record<string, Value>;

/** What a node may have besides its parameters. */
export interface NodeExtras {
	executeOnce?: boolean;
	alwaysOutputData?: boolean;
	retryOnFail?: boolean;
	maxTries?: number;
	/** Milliseconds. */
	waitBetweenTries?: number;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	notes?: string;
	notesInFlow?: boolean;
}

/** A node, without its place on the canvas. */
export interface FlowNode extends NodeExtras {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Values;
}

/** A sticky note above the workflow. */
export interface Note {
	name: string;
	text: string;
	color: number;
}

/** Nodes that stand together in a row, on a note that says what they do. */
export interface Section {
	name: string;
	text: string;
	nodes: FlowNode[];
}

/** Outputs of nodes that have several. */
const OUTPUTS = { yes: 0, no: 1, done: 0, each: 1, failed: 1, get: 0, post: 1 } as const;
export type Output = keyof typeof OUTPUTS;

/** What a node such as an AI agent uses. */
export type Part = 'ai_languageModel' | 'ai_memory' | 'ai_tool';

/** A connection of an output, by its number, to another node. */
export interface Edge {
	from: FlowNode;
	output: number;
	to: FlowNode;
	/** What `from` is to `to`, if it is a part of it; otherwise it hands items to it. */
	part?: Part;
}

export class Flow {
	readonly edges: Edge[] = [];
	readonly notes: Note[] = [];
	readonly sections: Section[] = [];

	/** Connects each node to the next one. */
	chain(...nodes: FlowNode[]): this {
		for (const [index, to] of nodes.slice(1).entries()) {
			const from = nodes[index];
			if (from) this.edges.push({ from, output: 0, to });
		}
		return this;
	}

	/**
	 * Connects one output of a node, and each of the nodes to the next one: `yes` and `no` of an If, `each` and `done` of
	 * a loop, `failed` of a node that continues with its error output, `get` and `post` of a webhook that takes both.
	 */
	on(from: FlowNode, output: Output, ...nodes: FlowNode[]): this {
		const [first] = nodes;
		if (first) this.edges.push({ from, output: OUTPUTS[output], to: first });
		return this.chain(...nodes);
	}

	/** Makes nodes parts of another one, such as tools of an agent. They stand below it. */
	parts(owner: FlowNode, part: Part, ...nodes: FlowNode[]): this {
		for (const from of nodes) this.edges.push({ from, output: 0, to: owner, part });
		return this;
	}

	/** Adds a note above the workflow. */
	note(name: string, text: string, color = 7): this {
		this.notes.push({ name, text, color });
		return this;
	}

	/** Adds a row to the canvas, below those before. Each node belongs to one. */
	section(name: string, text: string, ...nodes: FlowNode[]): this {
		this.sections.push({ name, text, nodes });
		return this;
	}

	/** Every node that is connected, once, in the order in which they were. */
	get nodes(): FlowNode[] {
		return [...new Set(this.edges.flatMap(({ from, to }) => [from, to]))];
	}
}
