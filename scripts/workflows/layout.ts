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

/** What n8n draws a node with; one that has parts is wider, and its parts are smaller. */
const NODE = 96;
const OWNER = 256;
const PART = 80;
/** From one part to the next, with room for its name. */
const PART_STEP = 176;
const GAP_X = 128;
const GAP_Y = 96;
/** Room for the lines from a node down to its parts, which must not cross names. */
const GAP_PARTS = 192;
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

/**
 * Places the parts of nodes below them, from left to right, and parts of parts below those.
 *
 * @param top of the first row of parts
 * @returns how far they reach
 */
function placeParts(
	places: Map<string, Point>,
	owners: FlowNode[],
	edges: Edge[],
	top: number,
): Point {
	let [right, bottom] = [0, 0];
	for (const owner of owners) {
		const parts = edges.filter(({ to, part }) => part !== undefined && to === owner);
		let x = Math.max(places.get(owner.name)?.[0] ?? 0, right > 0 ? right + PART_STEP - PART : 0);
		for (const { from } of parts) {
			places.set(from.name, [x, top]);
			const below = placeParts(places, [from], edges, top + PART + GAP_X);
			[right, bottom] = [
				Math.max(right, x + PART, below[0]),
				Math.max(bottom, top + PART, below[1]),
			];
			x = Math.max(x + PART_STEP, below[0] + PART_STEP - PART);
		}
	}
	return [right, bottom];
}

/**
 * The lines that place the nodes of a section. In a chain, one that leads back is left out: it would push a node out of the
 * row, and n8n draws it below the names as long as its ends stand side by side.
 */
function placing(nodes: FlowNode[], edges: Edge[]): Edge[] {
	const inside = edges.filter(({ from, to }) => nodes.includes(from) && nodes.includes(to));
	const forward = inside.filter(({ from, to }) => nodes.indexOf(from) < nodes.indexOf(to));
	const isChain = nodes.every(
		(node) =>
			forward.filter(({ from }) => from === node).length <= 1 &&
			forward.filter(({ to }) => to === node).length <= 1,
	);
	return isChain ? forward : inside;
}

/** Lays out the nodes of a section from left to right, from the origin on, with their parts below them. */
function row(nodes: FlowNode[], edges: Edge[]): { places: Map<string, Point>; size: Point } {
	const parts = new Set(edges.filter(({ part }) => part !== undefined).map(({ from }) => from));
	const owners = new Set(edges.filter(({ part }) => part !== undefined).map(({ to }) => to));
	const main = nodes.filter((node) => !parts.has(node));
	const graph = new dagre.graphlib.Graph();
	graph.setGraph({ rankdir: 'LR', nodesep: GAP_Y, ranksep: GAP_X });
	graph.setDefaultEdgeLabel(() => ({}));
	const widthOf = (node: FlowNode) => (owners.has(node) ? OWNER : NODE);
	for (const node of main) graph.setNode(node.name, { width: widthOf(node), height: NODE });
	for (const { from, to } of placing(main, edges)) graph.setEdge(from.name, to.name);
	dagre.layout(graph);
	const places = new Map<string, Point>(
		graph.nodes().map((name) => {
			const { x, y, width } = graph.node(name);
			return [name, [snap(x - width / 2), snap(y - NODE / 2)]];
		}),
	);
	const { width = NODE, height = NODE } = graph.graph();
	const own = main.filter((node) => owners.has(node));
	const reach = placeParts(places, own, edges, snap(height + GAP_PARTS));
	return { places, size: [snap(Math.max(width, reach[0])), snap(Math.max(height, reach[1]))] };
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
