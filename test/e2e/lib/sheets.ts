/** Many pictures on few sheets, which are easier to look through. */
import { readFileSync, rmSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** How a sheet is laid out: its columns' width in pixels, and how many there are. */
export interface Layout {
	width: number;
	columns: number;
}

/** For a node's parameters, and for a whole page. */
export const NARROW: Layout = { width: 430, columns: 5 };
export const WIDE: Layout = { width: 720, columns: 3 };

const HEIGHT = 2100;
const GAP = 8;

/** A part of a picture: a tall one goes over several columns. */
interface Slice {
	data: string;
	top: number;
	height: number;
}

/** Puts pictures into columns, and the columns on sheets. The pictures are deleted afterwards. */
export async function makeSheets(
	page: Page,
	pictures: string[],
	path: string,
	{ width, columns: perSheet }: Layout,
): Promise<void> {
	const columns = inColumns(pictures.flatMap((picture) => slicesOf(picture, width)));
	await page.goto('about:blank');
	await page.setViewportSize({ width: perSheet * (width + GAP) + GAP, height: HEIGHT });
	for (let first = 0; first < columns.length; first += perSheet) {
		await page.setContent(
			`<body style="display:flex;gap:${GAP}px;margin:${GAP}px;background:#888">${columns
				.slice(first, first + perSheet)
				.map((column) => `<div style="width:${width}px">${column.map(show).join('')}</div>`)
				.join('')}</body>`,
		);
		await page.screenshot({ path: `${path}-${first / perSheet + 1}.png`, fullPage: true });
	}
	for (const picture of pictures) rmSync(picture);
}

function slicesOf(path: string, width: number): Slice[] {
	const png = readFileSync(path);
	const own = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
	const data = png.toString('base64');
	const height = Math.floor((own.height * width) / own.width);
	const slices: Slice[] = [];
	for (let top = 0; top < height; top += HEIGHT) {
		slices.push({ data, top, height: Math.min(HEIGHT, height - top) });
	}
	return slices;
}

function inColumns(slices: Slice[]): Slice[][] {
	const columns: Slice[][] = [];
	let room = 0;
	for (const slice of slices) {
		if (slice.height > room) {
			columns.push([]);
			room = HEIGHT;
		}
		columns.at(-1)?.push(slice);
		room -= slice.height + GAP;
	}
	return columns;
}

const show = ({ data, top, height }: Slice): string =>
	`<div style="height:${height}px;overflow:hidden;margin-bottom:${GAP}px">` +
	`<img style="width:100%;margin-top:-${top}px" src="data:image/png;base64,${data}"></div>`;
