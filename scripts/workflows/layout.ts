/** Where the nodes and notes of a template stand: a row for each section, laid out with the library that n8n tidies up with. */
import dagre from '@dagrejs/dagre';

import type { Edge, FlowNode, Note, Section } from './flow';

export type Point = [x: number, y: number];

/** A note with its place and size, in pixels of the canvas. */
export interface Box {
	name: string;
	text: string;
	color: number;
	at: Point;
	size: Point;
}

export interface Layout {
	/** By the node's name. */
	places: Map<string, Point>;
	notes: Box[];
}

/** What n8n draws a node with. */
const NODE = 96;
const GAP_X = 128;
const GAP_Y = 96;
/** Room for the names below nodes. */
const CAPTION = 64;
const MARGIN = 48;
const GRID = 16;

const LINE = 21;
const CHARACTER = 7;
const NOTE_WIDTH = 640;
const SECTION_COLOR = 7;

const snap = (value: number): number => Math.round(value / GRID) * GRID;

/** How high a text is in a note of this width. */
function heightOf(text: string, width: number): number {
	const lines = text.split('\n').map((line) => {
		const isHeading = line.startsWith('#');
		const wide = line.length * CHARACTER * (isHeading ? 1.6 : 1);
		return Math.max(1, Math.ceil(wide / (width - 48))) * (isHeading ? 1.6 : 1);
	});
	return lines.reduce((sum, one) => sum + one, 0) * LINE + 24;
}

/** Lays out the nodes of a section from left to right, from the origin on. */
function row(nodes: FlowNode[], edges: Edge[]): { places: Map<string, Point>; size: Point } {
	const graph = new dagre.graphlib.Graph();
	graph.setGraph({ rankdir: 'LR', nodesep: GAP_Y, ranksep: GAP_X });
	graph.setDefaultEdgeLabel(() => ({}));
	for (const { name } of nodes) graph.setNode(name, { width: NODE, height: NODE });
	for (const { from, to } of edges) {
		if (graph.hasNode(from.name) && graph.hasNode(to.name)) graph.setEdge(from.name, to.name);
	}
	dagre.layout(graph);
	const places = new Map<string, Point>(
		graph.nodes().map((name) => {
			const { x, y } = graph.node(name);
			return [name, [snap(x - NODE / 2), snap(y - NODE / 2)]];
		}),
	);
	const { width = NODE, height = NODE } = graph.graph();
	return { places, size: [snap(width), snap(height)] };
}

/** @returns the notes side by side at the top, and the sections below one another */
export function layOut(sections: Section[], notes: Note[], edges: Edge[]): Layout {
	const layout: Layout = { places: new Map(), notes: [] };
	const tallest = snap(Math.max(0, ...notes.map(({ text }) => heightOf(text, NOTE_WIDTH))));
	for (const [index, note] of notes.entries()) {
		layout.notes.push({
			...note,
			at: [index * (NOTE_WIDTH + MARGIN), 0],
			size: [NOTE_WIDTH, tallest],
		});
	}
	let top = notes.length > 0 ? tallest + MARGIN : 0;
	for (const { name, text, nodes } of sections) {
		const { places, size } = row(nodes, edges);
		const width = Math.max(size[0] + 2 * MARGIN, NOTE_WIDTH / 2);
		const head = snap(heightOf(text, width));
		const height = head + size[1] + CAPTION + MARGIN / 2;
		for (const [title, [x, y]] of places) {
			layout.places.set(title, [x + MARGIN, y + top + head]);
		}
		layout.notes.push({
			name: `Note: ${name}`,
			text,
			color: SECTION_COLOR,
			at: [0, top],
			size: [width, height],
		});
		top = snap(top + height + MARGIN);
	}
	return layout;
}
