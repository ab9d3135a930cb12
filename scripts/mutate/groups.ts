/** Parts of the package whose mutants are tested together, each with the tests that hold it. */
export interface MutantGroup {
	/** The name for the command line, and of its file of results in `test/mutants/results/`. */
	name: string;
	mutate: string[];
	/** In the order in which they run for each mutant: the fastest first. */
	heldBy: string[];
	/**
	 * Whether mutants in code that runs once, when a module is loaded, are tested too: tables, texts, constants. Each of
	 * them needs a run of every test in `heldBy`.
	 */
	tables?: boolean;
	/** Kinds of mutants that mean nothing here, each with the reason. */
	without?: Record<string, string>;
}

export const MUTANT_GROUPS: MutantGroup[] = [
	{
		name: 'shared/pacing',
		mutate: ['nodes/shared/pacing/*.ts'],
		heldBy: ['test/shared/pacing.test.ts'],
		tables: true,
	},
	{
		name: 'HighLevel/webhook',
		mutate: ['nodes/HighLevel/webhook/*.ts'],
		heldBy: [
			'test/HighLevel/webhook/duplicates.test.ts',
			'test/HighLevel/webhook/signature.test.ts',
			'test/HighLevel/webhook/normalise.test.ts',
			'test/HighLevel/webhook/appWebhooks.engine.test.ts',
			'test/HighLevel/webhook/workflowWebhooks.engine.test.ts',
			'test/HighLevel/webhook/repeatedDeliveries.engine.test.ts',
			'test/HighLevel/webhook/setUp.engine.test.ts',
			'test/HighLevel/webhook/fetchRecords.engine.test.ts',
		],
	},
	{
		name: 'HighLevel/polling',
		mutate: ['nodes/HighLevel/polling/{engine,stream,marks}.ts'],
		heldBy: ['test/HighLevel/polling/pollOnce.test.ts', 'test/HighLevel/polling/once.test.ts'],
	},
];
