/** `webhook()` alone, in the real n8n-core, in a process of its own. Prints its result as JSON. */
import { useEngine } from '../engine';

useEngine();

async function main(folder: string, count: number): Promise<void> {
	process.env.N8N_LOG_LEVEL = 'silent';
	// Imported only now, since it brings n8n-core with it.
	const { measureLevel } = await import('./levelWorker');
	const level = await measureLevel(count, folder);
	process.stdout.write(JSON.stringify(level), () => process.exit(0));
}

const [, , folder = '', count = '10000'] = process.argv;

main(folder, Number(count)).catch((error: unknown) => {
	process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exit(1);
});
