// Why mutants of nodes/shared survive.

import type { Reason } from './reason';

const NUMBER_CHECK =
	'For the compiler: the check that follows refuses everything but numbers, too.';
const NOT_UNDEFINED =
	'For the compiler: a comparison with undefined is false, so the condition is the same without it.';
const NEVER_MISSING = 'For the compiler: the value is always there.';
const DEFAULT_LIST =
	'What Stryker puts into the list is no field, group or record, and code that looks for one passes over it.';
const NAME_ONLY = 'The name of an error that only shows in a stack trace.';
const FASTER = 'A short cut: without it the same comes out, later.';
const UNREACHED =
	'Cannot happen with what the package declares; kept so that a mistake is noticed.';
const TIMING =
	'Changes only when a call is sent, not whether. The simulations in `test/shared/pacingGoals*.test.ts` measure it; they take too long for mutants.';
const OWN_CODE = "Read by the package's own code alone, so where it would be sent does not matter.";
const OLD_ENGINE = "n8n's error sets this itself in the newest engine; the line is for older ones.";

/** The mutants of `nodes/shared`. */
export const SHARED_REASONS: Reason[] = [
	{
		file: 'pacing/budget',
		at: 'if (pauseEnds > now)',
		reason: 'At that very moment both give the same time.',
	},
	{
		file: 'pacing/budget',
		at: 'const isLast =',
		reason:
			'Without a slot that is held there is nothing to wait for: the time to look is in the past.',
	},
	{ file: 'pacing/budget', at: 'used !== undefined && used < max', reason: TIMING },
	{
		file: 'pacing/index',
		at: 'budget.isIdle) budgets.delete',
		reason: 'Frees memory only: a budget that is idle is replaced when its account is used again.',
	},
	{
		file: 'pacing/index',
		at: 'performance.now()',
		reason: 'The tests have a clock of their own, and a budget without a clock never waits.',
	},
	{ file: 'pacing/limits', at: 'value !== undefined', reason: NOT_UNDEFINED },
	{ file: 'pacing/refusals', at: 'used !== undefined', reason: NOT_UNDEFINED },
	{
		file: 'pacing/share',
		at: 'this.see(held, max, false',
		reason:
			'Hardly an observation is higher than that of a refusal, so it replaces the others in any case.',
	},
	{ file: 'pacing/slots', at: 'if (freeAt > now) return', reason: FASTER },

	{
		file: 'shared/convert',
		at: "'unreadable'",
		reason: 'JSON.parse throws nothing but errors.',
	},
	{
		file: 'shared/convert',
		at: "typeof value === 'number' && Number.isFinite",
		reason: NUMBER_CHECK,
	},
	{ file: 'shared/convert', at: "typeof number !== 'number'", reason: NUMBER_CHECK },
	{
		file: 'shared/convert',
		at: "typeof entry === 'number' && Number.isFinite",
		reason: NUMBER_CHECK,
	},
	{
		file: 'shared/convertTime',
		at: 'DATE_ALONE.test(value.trim())',
		becomes: 'value',
		reason: 'A day with spaces around it is then read as a time, which gives the same day.',
	},
	{
		file: 'shared/convertTime',
		at: "end.trim() : ''",
		reason: 'Any text that is no date has the same effect as none.',
	},
	{
		file: 'shared/convertTime',
		at: 'const DATE_ALONE',
		reason: 'What has more before the date is no valid date either, so it is left as it is.',
	},
	{ file: 'shared/mask', at: "(text[at] ?? '')", reason: NEVER_MISSING },
	{
		file: 'shared/mask',
		at: 'at < text.length',
		reason: 'One step beyond the end there is no character, which counts as whitespace.',
	},
	{
		file: 'shared/mask',
		at: "text.slice(at + 1, at + 3) : ''",
		reason: 'Any text that is no hexadecimal code has the same effect as none.',
	},
	{
		file: 'shared/mask',
		at: 'const isEscape',
		reason: 'The text that is tested has two characters at most.',
	},
	{
		file: 'shared/mask',
		at: 'if (end <= done)',
		reason: 'A place that ends where the last one ended adds nothing in either case.',
	},
	{
		file: 'shared/mask',
		at: '(?<![\\w-])',
		reason:
			'The lookbehind keeps the time linear; what is matched is the same. `test/lint/regex.test.ts` measures that.',
	},
	{
		file: 'shared/mask',
		at: 'secrets: readonly string[] = []',
		reason: 'The text that Stryker adds to the secrets occurs nowhere.',
	},
	{
		file: 'shared/notAnId',
		at: '/^https?:/i',
		reason: 'A URL inside of a longer text stands for no record either.',
	},
	{ file: 'shared/notAnId', at: 'modes = []', reason: DEFAULT_LIST },
	{ file: 'shared/values', at: 'Array.isArray(value) ? value : []', reason: DEFAULT_LIST },

	{
		file: 'shared/expectation',
		at: 'if (!isRecord(',
		reason: 'The callers have looked already, or the keys of a list are looked up in vain.',
	},
	{
		file: 'shared/errorChain',
		at: 'if (link instanceof Error)',
		reason: 'For other objects the three members are copied a second time.',
	},
	{ file: 'shared/failure', at: 'this.name =', reason: NAME_ONLY },
	{
		file: 'shared/failure',
		at: "super('Access could not be renewed'",
		reason:
			'The message is read from the cause; where that has none, `readFailure.ts` has this text once more.',
	},
	{
		file: 'shared/parseResponse',
		at: 'if (isBody(plain))',
		reason: 'The caller has looked already.',
	},
	{
		file: 'shared/readFailure',
		at: 'status !== undefined && status >= 300',
		reason: NOT_UNDEFINED,
	},
	{
		file: 'shared/readFailure',
		at: "typeof data !== 'string'",
		reason: 'What is no text is no JSON either, so it is returned as it is.',
	},
	{
		file: 'shared/readResponse',
		at: "addEventListener('abort', stop",
		reason: 'The listener is taken away when the body was read, and a signal aborts once.',
	},

	{
		file: 'shared/client',
		at: 'permit.answered({ limits: undefined',
		reason: 'Access is lost, so the run sends nothing more on this account.',
	},
	{
		file: 'shared/client',
		at: 'settings.signal?.aborted',
		reason: FASTER,
	},
	{
		file: 'shared/client',
		at: 'if (!failure.renewal)',
		reason:
			'The secrets are then read again after every failure, which costs time and hides as much.',
	},
	{
		file: 'shared/exchange',
		at: 'authorization.replace',
		reason: 'A scheme is followed by one blank, and the mask ignores whitespace.',
	},
	{
		file: 'shared/exchange',
		at: 'failed !== undefined && failed === expired',
		reason:
			'Both are undefined until a call fails, and every error comes from undefined: its last cause.',
	},
	{
		file: 'shared/exchange',
		at: ".catch(() => '')",
		reason: 'A body without text and no body say the same: nothing.',
	},
	{ file: 'shared/retry', at: 'status !== undefined && status < 500', reason: NOT_UNDEFINED },
	{
		file: 'shared/retry',
		at: "code === 'ETOOLARGE'",
		reason: 'The code is no broken connection, so what follows decides the same.',
	},

	{ file: 'shared/callFailed', at: 'status !== undefined && status < 500', reason: NOT_UNDEFINED },
	{
		file: 'shared/callFailed',
		at: 'cancelled: false',
		reason: 'Nothing reads it of a failure that is already an error.',
	},
	{ file: 'shared/errors', at: 'const response: JsonObject', reason: OLD_ENGINE },
	{ file: 'shared/errors', at: 'response.statusCode', reason: OLD_ENGINE },
	{
		file: 'shared/errors',
		at: 'httpCode: failure.status',
		reason: "n8n's error takes it from the response as well.",
	},
	{ file: 'shared/errors', at: 'error.context.itemIndex', reason: OLD_ENGINE },
	{
		file: 'shared/errors',
		at: 'if (error.description)',
		reason: 'A key that is undefined is not part of the JSON of an item.',
	},
	{ file: 'shared/found', at: 'only !== undefined', reason: NEVER_MISSING },
	{
		file: 'shared/modelAdvice',
		at: '\\bcredential|',
		reason: 'One word of many, and no advice has it in this form.',
	},
	{
		file: 'shared/outcomes',
		at: 'new Array<INodeExecutionData[]>(count)',
		reason: 'The list grows when an item is put into it.',
	},
	{
		file: 'shared/outcomes',
		at: 'first === undefined ?',
		reason: 'No failure has the number undefined.',
	},
	{ file: 'shared/outcomes', at: 'this.output.length === 1', reason: FASTER },

	{
		file: 'shared/parameters',
		at: 'field.send !== false',
		reason: 'For the compiler: `false` has no converter.',
	},
	{
		file: 'shared/parameters',
		at: 'value.trim()',
		reason: 'The ID that is taken out of it has no whitespace around it, as the expression shows.',
	},
	{ file: 'shared/parameters', at: 'field.modes?.find', reason: 'Every locator has modes.' },
	{ file: 'shared/parameters', at: "extract.type !== 'regex'", reason: 'n8n knows no other type.' },
	{
		file: 'shared/parameters',
		at: 'definition.placeholder ??',
		reason: 'Every mode for a URL has a placeholder, which begins with "e.g. ".',
	},
	{
		file: 'shared/parameters',
		at: 'const choices = (field.options',
		reason: 'A menu has choices alone.',
	},
	{
		file: 'shared/parameters',
		at: 'given.length > 0',
		reason: 'An empty object counts as not given, too.',
	},
	{ file: 'shared/parameters', at: '{ defaults } =', reason: 'Not given is as good as false.' },
	{ file: 'shared/find', at: 'isTool = false', reason: 'Not given is as good as false.' },
	{
		file: 'shared/find',
		at: "field.type !== 'fixedCollection'",
		reason: 'Other fields have no groups, so a copy of the value comes out.',
	},
	{
		file: 'shared/find',
		at: '!(child.name in value)',
		reason: 'Adds keys without a value, which count as not given.',
	},
	{ file: 'shared/find', at: 'field.find?.[', reason: 'The caller has looked already.' },
	{ file: 'shared/namedParameters', at: 'if (remembered)', reason: FASTER },
	{ file: 'shared/namedParameters', at: 'fields = [], optional = []', reason: DEFAULT_LIST },
	{ file: 'shared/namedParameters', at: 'filter(', reason: FASTER },
	{ file: 'shared/namedParameters', at: 'collections.length === 0', reason: FASTER },
	{
		file: 'shared/namedParameters',
		at: '{ nodeVersion, isTool }',
		reason: 'No field that names a record depends on the version or on being a tool.',
	},
	{
		file: 'shared/rawParameters',
		at: "typeof value === 'object' && value !== null ? deepCopy",
		reason: "n8n's deepCopy returns other values as they are.",
	},
	{ file: 'shared/records', at: 'operation.unwrap ?? []', reason: DEFAULT_LIST },
	{ file: 'shared/request', at: 'operation.fields ?? []', reason: DEFAULT_LIST },
	{
		file: 'shared/request',
		at: '!children || !isRecord(collection)',
		reason: 'For the compiler: without children there is no collection.',
	},
	{
		file: 'shared/request',
		at: 'one.send !== false',
		reason: 'For the compiler: `false` has no key.',
	},
	{
		file: 'shared/locator',
		at: "example = ''",
		reason: 'Every locator that finds by name has an example.',
	},
	{ file: 'shared/locator', at: '/ ID$/', reason: 'No title has " ID" but at its end.' },

	{ file: 'shared/bundles', at: 'open.get(key) ?? []', reason: DEFAULT_LIST },
	{ file: 'shared/bundles', at: 'bundles[index] ?? []', reason: NEVER_MISSING },
	{
		file: 'shared/bundles',
		at: 'bundle.request([], item)',
		reason: 'All items share what Stryker puts into the list.',
	},
	{
		file: 'shared/bundles',
		at: 'if (!first) return []',
		reason: 'What is thrown in its place concerns a call that no item needs any more.',
	},
	{
		file: 'shared/bundles',
		at: 'entries.length > 1',
		reason: 'A single record that is refused fails with the same words either way.',
	},
	{ file: 'shared/bundles', at: 'only !== undefined', reason: NEVER_MISSING },
	{
		file: 'shared/bundles',
		at: 'const REFUSAL',
		reason: 'Any key does that the service does not use.',
	},
	{ file: 'shared/runBundles', at: 'one !== undefined', reason: 'All results are there by then.' },
	{
		file: 'shared/runBundles',
		at: 'result !== undefined',
		reason: 'There is a result for every record.',
	},
	{
		file: 'shared/runBundles',
		at: 'groupBy(bundles',
		reason:
			'Decides how many calls of several accounts are in flight together; what comes out is the same.',
	},
	{
		file: 'shared/runBundles',
		at: 'recordKey(item, id)',
		reason:
			"Keeps calls about one record in order, which the account's budget does, too, in the tests of this group.",
	},
	{ file: 'shared/runBundles', at: 'itemIndex > end', reason: FASTER },
	{
		file: 'shared/runBundles',
		at: 'groups.flat().sort',
		reason: 'Differs with several accounts alone: their calls are then formed in another order.',
	},
	{
		file: 'shared/accounts',
		at: '} catch {',
		reason: 'Without a `return`, the result is undefined as well.',
	},
	{
		file: 'shared/accounts',
		at: '{ setUp: true }',
		reason: "An error that is not n8n's own is marked so already.",
	},
	{
		file: 'shared/execute',
		at: "?? ''",
		reason: 'Any text does for the items whose account cannot be read.',
	},
	{
		file: 'shared/item',
		at: 'rules.scope ??',
		reason:
			"The scope shows in HighLevel's advice alone, which the tests of this group do not have.",
	},
	{ file: 'shared/item', at: '...(operation.fields ?? [])', reason: DEFAULT_LIST },
	{ file: 'shared/item', at: 'send !== false', reason: 'For the compiler: `false` has no key.' },
	{
		file: 'shared/item',
		at: '{ limit: undefined, shown: undefined }',
		reason: 'Not given is as good as undefined.',
	},
	{
		file: 'shared/item',
		at: "name === 'limit'",
		reason: '`returnAll` is compared with true, which a number is not.',
	},
	{
		file: 'shared/item',
		at: 'function idSources',
		reason: 'What Stryker puts into the list names no operation for IDs.',
	},
	{
		file: 'shared/item',
		at: 'operation.orderedBy ?? []',
		reason: 'No field has the name that Stryker puts into the list.',
	},
	{ file: 'shared/pagination', at: "edges = ''", reason: 'No page has these edges.' },
	{ file: 'shared/pagination', at: 'left !== undefined', reason: NOT_UNDEFINED },
	{
		file: 'shared/pagination',
		at: 'left === undefined ?',
		reason: 'Cutting at undefined cuts nothing.',
	},

	{ file: 'shared/mergePanels', at: 'seen.has(from)', reason: FASTER },
	{ file: 'shared/mergePanels', at: 'if (!first) throw', reason: UNREACHED },
	{ file: 'shared/mergePanels', at: '?.has(operation)', reason: NEVER_MISSING },
	{ file: 'shared/standardFields', at: 'send: false', reason: OWN_CODE },
	{
		file: 'shared/subtitle',
		at: '/^./',
		reason: 'Without the `g` flag, the first match is the first character in any case.',
	},
	{ file: 'shared/timesNotice', at: 'fields = [], optional = []', reason: DEFAULT_LIST },
];
