// Draws the bench's results as an SVG for the documents.

import type { Row } from './play';
import type { Results } from './report';
import { nameOf } from './report';

interface Bar {
	label: string;
	/** Fraction of the panel's width, 0 to 1. */
	share: number;
	/** Fraction drawn as lost, 0 to 1. */
	lost?: number;
	text: string;
	ours: boolean;
}

interface Panel {
	title: string;
	/** Position of a line across the bars, 0 to 1. */
	mark?: { share: number; text: string };
	bars: Bar[];
}

const WIDTH = 860;
const LABELS = 210;
const TEXTS = 230;
const BAR = 18;
const STEP = 26;
const HEAD = 34;
const GAP = 26;

const escape = (text: string): string =>
	text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const number = (value: number): string => value.toLocaleString('en-US');

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function upsertPanel(rows: Row[]): Panel | undefined {
	const own = rows.filter(({ scenario }) => scenario === 'first-call');
	const [first] = own;
	if (!first) return undefined;
	return {
		title: `${number(first.count)} contacts to upsert, 100 calls allowed in 2 s: how many are written`,
		bars: own.map((row) => ({
			label: nameOf(row),
			share: (row.count - row.lost) / row.count,
			lost: row.lost / row.count,
			text: `${number(row.count - row.lost)} in ${inSeconds(row.wallMs)}${row.lost > 0 ? `, ${number(row.lost)} lost` : ''}`,
			ours: row.contender === 'ours',
		})),
	};
}

function timePanel(rows: Row[]): Panel | undefined {
	const own = rows.filter(
		({ scenario, ratio }) => ratio !== undefined && !scenario.startsWith('faults'),
	);
	const ours = own.filter(({ contender, note }) => contender === 'ours' && note === undefined);
	if (ours.length === 0) return undefined;
	const most = Math.max(1.25, ...ours.map(({ ratio = 0 }) => ratio));
	return {
		title: 'Time of this package, in multiples of the least that the limit allows',
		mark: { share: 1 / most, text: '1.0' },
		bars: ours.map((row) => ({
			label: row.title,
			share: (row.ratio ?? 0) / most,
			text: `${(row.ratio ?? 0).toFixed(2)}, ${row.lost} lost, ${(100 * row.limitedShare).toFixed(1)} % answered 429`,
			ours: true,
		})),
	};
}

function listPanel(rows: Row[]): Panel | undefined {
	const own = rows.filter(({ scenario }) => scenario === 'list');
	const [first] = own;
	if (!first) return undefined;
	const most = Math.max(...own.map(({ calls }) => calls));
	return {
		title: `A list of ${number(first.count)} contacts: calls that it costs`,
		bars: own.map((row) => ({
			label: nameOf(row),
			share: row.calls / most,
			text: `${number(row.calls)} calls, ${inSeconds(row.wallMs)}`,
			ours: row.contender === 'ours',
		})),
	};
}

function draw({ title, mark, bars }: Panel, top: number): string {
	const width = WIDTH - LABELS - TEXTS;
	const lines = [`<text class="title" x="0" y="${top + 14}">${escape(title)}</text>`];
	for (const [index, bar] of bars.entries()) {
		const y = top + HEAD + index * STEP;
		const length = Math.max(1, Math.round(bar.share * width));
		const lost = Math.round((bar.lost ?? 0) * width);
		lines.push(
			`<text x="${LABELS - 10}" y="${y + 13}" text-anchor="end">${escape(bar.label)}</text>`,
			`<rect class="${bar.ours ? 'ours' : 'other'}" x="${LABELS}" y="${y}" width="${length}" height="${BAR}"/>`,
		);
		if (lost > 0) {
			lines.push(
				`<rect class="lost" x="${LABELS + length}" y="${y}" width="${lost}" height="${BAR}"/>`,
			);
		}
		lines.push(
			`<text class="value" x="${LABELS + length + lost + 8}" y="${y + 13}">${escape(bar.text)}</text>`,
		);
	}
	if (mark) {
		const x = LABELS + Math.round(mark.share * width);
		lines.push(
			`<line x1="${x}" x2="${x}" y1="${top + HEAD - 5}" y2="${top + HEAD + bars.length * STEP - 3}"/>`,
			`<text class="value" x="${x}" y="${top + HEAD - 8}" text-anchor="middle">${mark.text}</text>`,
		);
	}
	return lines.join('\n');
}

/** @returns an SVG for light and dark pages; undefined if none of the scenarios it shows was run */
export function chart({ rows, machine, at }: Results): string | undefined {
	const panels = [upsertPanel(rows), timePanel(rows), listPanel(rows)].filter(
		(panel) => panel !== undefined,
	);
	if (panels.length === 0) return undefined;
	const drawn: string[] = [];
	let top = 4;
	for (const panel of panels) {
		drawn.push(draw(panel, top));
		top += HEAD + panel.bars.length * STEP + GAP;
	}
	const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
	const foot = `Counted by a stand-in HighLevel on ${at.slice(0, 10)}; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${versions.join(', ')}`;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 0 ${WIDTH + 16} ${top + 20}" width="${WIDTH + 16}" height="${top + 20}" role="img" aria-label="Bench of the HighLevel nodes">
<style>
text{font:13px system-ui,sans-serif;fill:#24292f}
.title{font-weight:600}
.value,.foot{font-size:12px;fill:#57606a}
.foot{font-size:11px}
.ours{fill:#1a7f37}
.other{fill:#8c959f}
.lost{fill:#cf222e}
line{stroke:#57606a;stroke-dasharray:3 3}
@media(prefers-color-scheme:dark){
text{fill:#e6edf3}
.value,.foot{fill:#9198a1}
.ours{fill:#3fb950}
.lost{fill:#f85149}
line{stroke:#9198a1}
}
</style>
${drawn.join('\n')}
<text class="foot" x="0" y="${top + 8}">${escape(foot)}</text>
</svg>
`;
}
