// Why mutants of the triggers survive.

import type { Reason } from './reason';

const CAUGHT = 'Nobody sees this error: whatever is thrown, the outcome counts as unknown.';
const NO_DATE = 'Neither text is a date.';
const UNDEFINED_ANYWAY = 'Without a `return`, the result is undefined as well.';
const EDITOR_TEXT = 'A text of the editor, which lint checks.';

/** The mutants of `nodes/HighLevel/webhook`. */
const WEBHOOK: Reason[] = [
	{ file: 'webhook/authenticate', at: 'Date.parse(event.timestamp', reason: NO_DATE },
	{
		file: 'webhook/authenticate',
		at: "isInHeader ? '' : secret.name",
		reason: 'A key that no body has: nothing is left out either way.',
	},
	{ file: 'webhook/authenticate', at: '} catch {', reason: UNDEFINED_ANYWAY },
	{
		file: 'webhook/authenticate',
		at: 'locationIds.includes(locationId)',
		reason: 'The list has only texts, so it does not include null.',
	},
	{ file: 'webhook/duplicates', at: 'The promise is late', reason: CAUGHT },
	{ file: 'webhook/duplicates', at: '() => late', reason: CAUGHT },
	{
		file: 'webhook/enrich',
		at: 'Too late',
		reason: 'Nobody sees this error: what catches it asks the signal what happened.',
	},
	{
		file: 'webhook/enrich',
		at: 'if (contact)',
		reason: 'A key without a value is not part of the JSON of an item.',
	},
	{
		file: 'webhook/http',
		at: "typeof type === 'string'",
		reason: 'Node gives this header as text, and a missing one does not match the expression.',
	},
	{ file: 'webhook/http', at: 'Reflect.apply(read', reason: "n8n's function takes no arguments." },
	{
		file: 'webhook/receive',
		at: "outcome = 'open'",
		reason: 'Any value but `handed` and undefined leaves the delivery open.',
	},
	{
		file: 'webhook/settings',
		at: 'split(/[\\s,;]+/)',
		reason: 'The empty parts between separators are left out afterwards.',
	},
	{
		file: 'webhook/signature',
		at: "replace(/\\s+/g, '')",
		reason: 'All whitespace is removed, one character at a time or several.',
	},
	{ file: 'webhook/signature', at: '} catch {', reason: UNDEFINED_ANYWAY },
	{
		file: 'webhook/signature',
		at: 'blocks.length === 0',
		reason: 'A text without a block is not empty after the blocks have been removed.',
	},
	{
		file: 'webhook/signature',
		at: "base64 = ''",
		reason: 'For the compiler: a block always has this part.',
	},
	{
		file: 'webhook/signature',
		at: 'keys instanceof KeyFault ? []',
		reason: "For the compiler: HighLevel's own keys can be read.",
	},
	{
		file: 'webhook/signature',
		at: 'parsed.size >= MAX_PARSED',
		reason: 'Whether 100 texts are remembered or 101 makes no difference.',
	},
	{
		file: 'webhook/signature',
		at: "typeof given === 'string' ? given : ''",
		reason: 'Any text that is not the secret will do, and no secret is this one.',
	},
	{
		file: 'webhook/storedDeliveries',
		at: "stored.split(' ') : []",
		reason: 'An entry without a time is left out.',
	},
	{
		file: 'webhook/storedDeliveries',
		at: "mark = ''",
		reason: 'For the compiler: a split text has a first part.',
	},
	{
		file: 'webhook/storedDeliveries',
		at: 'Number.isFinite(at)',
		reason: 'A time that is not a number is not recent, so the delivery counts as unknown.',
	},
	{
		file: 'webhook/storedDeliveries',
		at: 'at !== undefined && at >',
		reason: 'Undefined is not greater than a number either.',
	},
];

/** The mutants of `nodes/HighLevel/polling`. */
const POLLING: Reason[] = [
	{ file: 'polling/dueWindow', at: 'displayName:', reason: EDITOR_TEXT },
	{ file: 'polling/dueWindow', at: 'How many minutes ahead', reason: EDITOR_TEXT },
	{
		file: 'polling/engine',
		at: 'context.getWorkflow().id',
		reason: 'Only tells triggers apart; a workflow that was never saved has no ID.',
	},
	{
		file: 'polling/engine',
		at: 'new NodeApiError(context.getNode()',
		reason: 'n8n takes the message from the options, which come after it.',
	},
	{
		file: 'polling/fingerprint',
		at: 'a < b ? -1 : 1',
		reason: 'The keys of an object are never equal.',
	},
	{
		file: 'polling/marks',
		at: "text === ''",
		reason: 'An empty text has no entry with an ID, so it is read as no marks.',
	},
	{
		file: 'polling/notFound',
		at: 'const NOT_FOUND',
		reason: 'The same key is written and read.',
	},
	{
		file: 'polling/output',
		at: 'adds = []',
		reason: 'A key that no record has.',
	},
	{
		file: 'polling/stream',
		at: 'if (now < since)',
		reason: 'At the same time, the window stays as it is.',
	},
];

export const HIGH_LEVEL_REASONS: Reason[] = [...WEBHOOK, ...POLLING];
