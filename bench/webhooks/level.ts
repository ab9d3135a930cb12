/** Measures `webhook()` alone, in the real n8n-core and in its own process. Prints the result as JSON. */
import { useEngine } from '../engine';

useEngine();

async function main(folder: string, count: number): Promise<void> {
	process.env.N8N_LOG_LEVEL = 'silent';
	// Imported only after useEngine(), because it loads n8n-core.
	const { measureLevel } = await import('./levelWorker');
	const level = await measureLevel(count, folder);
	process.stdout.write(JSON.stringify(level), () => process.exit(0));
}

const [, , folder = '', count = '10000'] = process.argv;

main(folder, Number(count)).catch((error: unknown) => {
	process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exit(1);
});
