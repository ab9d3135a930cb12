/** A recipe: a workflow of a few nodes, and the section about it on the page of recipes. */
import type { Flow, FlowNode } from '../flow';
import { core } from '../parts/core';
import type { Template } from '../template';

/** What makes a recipe. */
export interface RecipeText {
	/** Its file in `workflows/recipes`, without the ending. */
	file: string;
	/** What it does, as a heading. */
	title: string;
	/** Two or three sentences, in Markdown. */
	text: string;
	/** What n8n's own nodes in it do, by their names. The others are described by their parameters. */
	says?: Record<string, string>;
}

export interface Recipe extends RecipeText, Template {
	nodes: FlowNode[];
}

/** A line of nodes, each connected to the next one. */
export function recipe(text: RecipeText, ...nodes: FlowNode[]): Recipe {
	return branching(text, nodes, (flow) => flow.chain(...nodes));
}

/** A recipe whose nodes are not in one line. */
export function branching(
	text: RecipeText,
	nodes: FlowNode[],
	connect: (flow: Flow) => unknown,
): Recipe {
	return {
		...text,
		file: `recipes/${text.file}`,
		name: `HighLevel Recipe: ${text.title}`,
		nodes,
		draw: (flow) => {
			connect(flow);
			flow.section('Recipe', `## ${text.title}\n\n${text.text}`, ...nodes);
		},
	};
}

/** The trigger of a recipe that is run by hand. */
export const byHand = (): FlowNode => core('manualTrigger', 1, 'Run by Hand', {});
