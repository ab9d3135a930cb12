/** The packed package: made twice with the same result, and scanned as n8n scans it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/commands.mjs';
import { buildAndPack } from '../lib/pack.mjs';
import { ROOT } from '../lib/paths.mjs';

const LARGEST_MB = 3;

/** @throws {Error} when two builds differ, the package is too large or n8n's scanner objects */
export async function checkPackage() {
	const folder = mkdtempSync(join(tmpdir(), 'release-'));
	try {
		const first = await buildAndPack(folder);
		const second = await buildAndPack(folder);
		if (first.integrity !== second.integrity) {
			throw new Error('Two builds of one commit gave different packages.');
		}
		const megabytes = first.unpackedSize / 1e6;
		if (megabytes > LARGEST_MB) throw new Error(`The package has ${megabytes.toFixed(1)} MB.`);
		await run('tar', ['-xzf', join(folder, first.filename), '-C', folder]);
		const scanner = join(ROOT, 'test', 'package', 'scan.mjs');
		const { stdout } = await run(process.execPath, [scanner, join(folder, 'package')]);
		const { passed, message, details } = JSON.parse(stdout);
		if (!passed) throw new Error([message, details].filter(Boolean).join('\n'));
		return `${first.entryCount} files, ${megabytes.toFixed(1)} MB, no findings`;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
