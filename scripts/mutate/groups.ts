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
	/** Which files of the folder are not mutated, and why, as a sentence. */
	leavesOut?: string;
	/** Kinds of mutants that mean nothing here, each with the reason. */
	without?: Record<string, string>;
}

const tests = (...files: string[]) => files.map((file) => `test/shared/${file}.ts`);
const shared = (...files: string[]) => files.map((file) => `nodes/shared/${file}.ts`);

export const MUTANT_GROUPS: MutantGroup[] = [
	{
		name: 'shared/pacing',
		mutate: ['nodes/shared/pacing/*.ts'],
		heldBy: ['test/shared/pacingParts.test.ts', 'test/shared/pacing.test.ts'],
		tables: true,
	},
	{
		name: 'shared/values',
		mutate: shared(
			'values',
			'convert',
			'convertTime',
			'valueErrors',
			'shorten',
			'html',
			'sentences',
			'mask',
			'url',
			'notAnId',
		),
		heldBy: [
			'test/shared/values.test.ts',
			'test/shared/convert.test.ts',
			'test/shared/convertTime.test.ts',
			'test/shared/texts.test.ts',
			'test/shared/url.test.ts',
		],
		tables: true,
	},
	{
		name: 'shared/responses',
		mutate: shared(
			'readResponse',
			'parseResponse',
			'readFailure',
			'failure',
			'errorChain',
			'expectation',
			'repeatedResponse',
			'operation',
		),
		heldBy: ['test/shared/expectation.test.ts', 'test/shared/responses.test.ts'],
		tables: true,
	},
	{
		name: 'shared/calls',
		mutate: shared(
			'client',
			'transmit',
			'exchange',
			'retry',
			'wait',
			'cache',
			'keyedQueue',
			'callStatistics',
		),
		heldBy: tests('waiting.test', 'client.test', 'exchange.test', 'retry.engine.test'),
		tables: true,
	},
	{
		name: 'shared/outcomes',
		mutate: shared(
			'errors',
			'callFailed',
			'modelAdvice',
			'modelAnswers',
			'refusedRecord',
			'found',
			'record',
			'outcomes',
			'passing',
			'tool',
			'costHint',
			'webhookResponse',
		),
		heldBy: tests('errors.test', 'outcomes.test'),
		tables: true,
	},
	{
		name: 'shared/parameters',
		mutate: shared(
			'parameters',
			'request',
			'find',
			'namedParameters',
			'rawParameters',
			'locator',
			'records',
		),
		heldBy: tests('parameters.test', 'reading.test', 'rawParameters.test'),
		tables: true,
	},
	{
		name: 'shared/items',
		mutate: shared(
			'item',
			'execute',
			'run',
			'runItems',
			'runBundles',
			'bundles',
			'sendItem',
			'accounts',
			'pagination',
		),
		heldBy: tests(
			'pagination.test',
			'run.test',
			'bundles.test',
			'accounts.test',
			'items.test',
			'itemOrder.engine.test',
		),
		tables: true,
	},
	{
		name: 'shared/editor',
		mutate: shared(
			'properties',
			'mergePanels',
			'builders',
			'standardFields',
			'subtitle',
			'timesNotice',
		),
		heldBy: tests('editor.test'),
		tables: true,
	},
	{
		name: 'HighLevel/webhook',
		mutate: [
			'nodes/HighLevel/webhook/*.ts',
			'!nodes/HighLevel/webhook/{events,options,properties}.ts',
		],
		leavesOut: 'Without `events.ts`, `options.ts` and `properties.ts`, which describe the editor.',
		heldBy: [
			'test/HighLevel/webhook/normalise.test.ts',
			'test/HighLevel/webhook/authenticate.test.ts',
			'test/HighLevel/webhook/settings.test.ts',
			'test/HighLevel/webhook/http.test.ts',
			'test/HighLevel/webhook/enrich.test.ts',
			'test/HighLevel/webhook/receive.test.ts',
			'test/HighLevel/webhook/signature.test.ts',
			'test/HighLevel/webhook/duplicates.test.ts',
			'test/HighLevel/webhook/editor.test.ts',
		],
		tables: true,
	},
	{
		name: 'HighLevel/polling',
		mutate: ['nodes/HighLevel/polling/*.ts', '!nodes/HighLevel/polling/{methods,properties}.ts'],
		leavesOut:
			'Without `methods.ts` and `properties.ts`, which belong to the editor, and without the folders of the single events.',
		heldBy: [
			'test/HighLevel/polling/openPoll.test.ts',
			'test/HighLevel/polling/engine.test.ts',
			'test/HighLevel/polling/memory.test.ts',
			'test/HighLevel/polling/stream.test.ts',
			'test/HighLevel/polling/baseline.test.ts',
		],
		tables: true,
	},
];
