/** The upgrade from the version before, in a real n8n: test/e2e/suites/upgrade.release.test.ts. */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, show } from '../lib/commands.mjs';
import { buildAndPack } from '../lib/pack.mjs';
import { ROOT } from '../lib/paths.mjs';
import { versionBefore } from './repository.mjs';

const SAVED_NODES = join('test', 'HighLevel', 'saved', 'nodes.json');

/**
 * Packs the version before and upgrades from it.
 *
 * @param {{from?: string}} options a tag or commit; default: the newest tag
 * @throws {Error} when that version does not build, or something that it saved does not go on
 */
export async function checkUpgrade({ from }) {
	const before = from ?? (await versionBefore());
	if (before === undefined) {
		throw new Error('There is no tag of a version before. Name a commit: --from <ref>.');
	}
	const folder = mkdtempSync(join(tmpdir(), 'version-before-'));
	const tree = join(folder, 'tree');
	try {
		await run('git', ['worktree', 'add', '--detach', tree, before]);
		symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
		const { filename, version } = await buildAndPack(folder, tree);
		const env = {
			UPGRADE_FROM: join(folder, filename),
			UPGRADE_NODES: savedNodes(tree, folder),
		};
		await show(process.execPath, ['test/e2e/run.mjs', 'release'], { env });
		return `from ${version} (${before})`;
	} finally {
		await run('git', ['worktree', 'remove', '--force', tree], { reject: false });
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The nodes that the version before could save. One that had no list of them knew only version 1. */
function savedNodes(tree, folder) {
	const theirs = join(tree, SAVED_NODES);
	if (existsSync(theirs)) return theirs;
	const ours = JSON.parse(readFileSync(join(ROOT, SAVED_NODES), 'utf8'));
	const file = join(folder, 'nodes.json');
	writeFileSync(file, JSON.stringify(ours.filter(({ typeVersion }) => typeVersion === 1)));
	return file;
}
