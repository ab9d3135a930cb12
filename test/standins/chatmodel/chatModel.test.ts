/** The chat model's stand-in: both protocols, how it chooses tools and fills arguments, and what it does with answers. */
import type { ChatModelStandIn } from '.';
import { readOutcome, startChatModelStandIn } from '.';
import type { JsonObject } from '../shared/json';

interface Tool {
	name: string;
	description: string;
	parameters: JsonObject;
}

const argument = (type: string, description?: string) => ({
	type,
	...(description === undefined ? {} : { description }),
});
const tool = (name: string, properties: JsonObject, required = Object.keys(properties)): Tool => ({
	name,
	description: name.replaceAll('_', ' '),
	parameters: { type: 'object', properties, required, additionalProperties: false },
});

const FIND = tool('Find_Contact', { Email: argument('string') });
const NOTE = tool('Add_Note', { Contact: argument('string'), Note_Text: argument('string') });
const SLOTS = tool('Find_Free_Times', {
	Search_From: argument('string'),
	Search_To: argument('string'),
	Limit: argument('number'),
});
const BOOK = tool('Book_Appointment', {
	Contact: argument('string'),
	Start_Time: argument('string'),
});
const CANCEL = tool('Cancel_Appointment', { Appointment: argument('string') });
const APPOINTMENTS = tool('Find_Appointments_of_a_Contact', { Contact: argument('string') });
const ALL = [FIND, NOTE, SLOTS, BOOK, CANCEL, APPOINTMENTS];

const MARIA = { id: 'c1', name: 'Maria', email: 'maria@example.com' };
const SLOT = { date: '2030-01-07', start: '2030-01-07T10:00:00+01:00', calendarId: 'k1' };

let model: ChatModelStandIn;
beforeAll(async () => (model = await startChatModelStandIn()));
afterAll(() => model.close());
beforeEach(() => model.reset());

interface Completion {
	choices: Array<{
		message: {
			content?: string;
			tool_calls?: Array<{ function: { name: string; arguments: string } }>;
		};
	}>;
}

interface Responded {
	output: Array<{ content?: Array<{ text: string }> }>;
}

interface Said {
	/** The tool that it calls. */
	tool?: string;
	args?: JsonObject;
	text?: string;
}

async function post(path: string, body: JsonObject, key = model.apiKey): Promise<Response> {
	return await fetch(`${model.url}${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}

/** What the model says to a message after tools have answered so. */
async function ask(
	message: string,
	answers: Array<[tool: string, args: JsonObject, answer: unknown]> = [],
	tools: Tool[] = ALL,
): Promise<Said> {
	const past = answers.flatMap(([name, args, answer], index) => {
		const call = { name, arguments: JSON.stringify(args) };
		const id = `call_${index}`;
		return [
			{ role: 'assistant', tool_calls: [{ id, type: 'function', function: call }] },
			{
				role: 'tool',
				tool_call_id: id,
				content: typeof answer === 'string' ? answer : JSON.stringify(answer),
			},
		];
	});
	const response = await post('/chat/completions', {
		model: 'm',
		messages: [{ role: 'user', content: message }, ...past],
		tools: tools.map((one) => ({ type: 'function', function: one })),
	});
	const { choices }: Completion = await response.json();
	const { content = '', tool_calls: calls = [] } = choices[0]?.message ?? {};
	const made = calls[0]?.function;
	return made === undefined
		? { text: content }
		: { tool: made.name, args: JSON.parse(made.arguments) };
}

const NOTE_FOR = 'Note for maria@example.com: "Call back"';

describe('the protocols', () => {
	const body = { model: 'm', stream: false };
	const tools = [{ type: 'function', ...FIND }];
	const input = [{ role: 'user', content: 'Who is maria@example.com?' }];

	test('refuses another key, and what it does not serve', async () => {
		expect((await post('/chat/completions', body, 'sk-other')).status).toBe(401);
		expect((await post('/embeddings', body)).status).toBe(404);
	});

	test('answers a response with the same call as a completion', async () => {
		const request = { ...body, input, tools };
		const { output }: Responded = await (await post('/responses', request)).json();
		expect(output).toEqual([
			expect.objectContaining({
				type: 'function_call',
				name: 'Find_Contact',
				arguments: '{"Email":"maria@example.com"}',
			}),
		]);
	});

	test('reads answers of tools from a response', async () => {
		const call = { type: 'function_call', call_id: 'x', name: 'Find_Contact', arguments: '{}' };
		const answer = { type: 'function_call_output', call_id: 'x', output: JSON.stringify([MARIA]) };
		const request = { ...body, input: [...input, call, answer], tools };
		const { output }: Responded = await (await post('/responses', request)).json();
		expect(output[0]?.content?.[0]?.text).toBe("The contact's ID is c1.");
	});

	test.each([
		[
			'/chat/completions',
			{ messages: input, tools: [{ type: 'function', function: FIND }] },
			/\[DONE\]/,
		],
		['/responses', { input, tools }, /response\.completed/],
	])('streams %s', async (path, request, end) => {
		const response = await post(path, { ...body, ...request, stream: true });
		expect(response.headers.get('content-type')).toBe('text/event-stream');
		const text = await response.text();
		expect(text).toMatch(/Find_Contact[^]*maria@example\.com/);
		expect(text).toMatch(end);
	});
});

describe('what it calls', () => {
	test('finds the contact first, then does what is wanted with the ID from the answer', async () => {
		expect(await ask(NOTE_FOR)).toEqual({
			tool: 'Find_Contact',
			args: { Email: 'maria@example.com' },
		});
		const found: [string, JsonObject, unknown] = ['Find_Contact', {}, [MARIA]];
		expect(await ask(NOTE_FOR, [found])).toEqual({
			tool: 'Add_Note',
			args: { Contact: 'c1', Note_Text: 'Call back' },
		});
	});

	test('takes no ID from anywhere but an answer', async () => {
		const other = { ...MARIA, email: 'somebody@example.com' };
		expect(await ask(NOTE_FOR, [['Find_Contact', {}, [other]]])).toEqual({
			text: 'There is no such contact.',
		});
	});

	test('chooses by meaning, whatever the tools are called', async () => {
		const renamed = { ...FIND, name: 'x1', description: 'Look up people by e-mail address' };
		expect(await ask(NOTE_FOR, [], [NOTE, renamed, BOOK])).toMatchObject({ tool: 'x1' });
	});

	test('tells the appointments of a contact from the contact', async () => {
		const found: [string, JsonObject, unknown] = ['Find_Contact', {}, [MARIA]];
		const said = await ask(
			'Cancel the call of maria@example.com',
			[found],
			[APPOINTMENTS, FIND, CANCEL],
		);
		expect(said).toEqual({ tool: APPOINTMENTS.name, args: { Contact: 'c1' } });
	});

	test('does not call a tool with an argument that nothing explains', async () => {
		const vague = tool('Find_Contact', { Value: argument('string') });
		expect((await ask(NOTE_FOR, [], [vague, NOTE])).text).toMatch(/nothing explains Value/);
		expect(model.misunderstood).toEqual(['Find_Contact: nothing explains Value']);
		const told = tool('Find_Contact', { Value: argument('string', 'E-mail address') });
		expect(await ask(NOTE_FOR, [], [told, NOTE])).toMatchObject({ tool: 'Find_Contact' });
	});

	test('checks its arguments against the schema', async () => {
		const strict = tool('Find_Contact', { Email: { type: 'string', pattern: '^\\d+$' } });
		expect((await ask(NOTE_FOR, [], [strict])).text).toMatch(/must match pattern/);
	});

	test('fills arguments inside of arguments', async () => {
		const inner = CANCEL.parameters;
		const gated = tool('Cancel_Appointment', {
			toolParameters: inner,
			hitlParameters: { type: 'object', properties: {} },
		});
		const said = await ask(
			'Cancel the call of maria@example.com',
			[
				['Find_Contact', {}, [MARIA]],
				[APPOINTMENTS.name, {}, [{ id: 'a1', appointmentStatus: 'confirmed' }]],
			],
			[FIND, APPOINTMENTS, gated],
		);
		expect(said.args).toEqual({ toolParameters: { Appointment: 'a1' }, hitlParameters: {} });
	});
});

describe('what it does with answers', () => {
	const WANT = 'Book a call for Maria Lopez <maria@example.com>';
	const known: Array<[string, JsonObject, unknown]> = [
		['Find_Contact', {}, [MARIA]],
		['Find_Free_Times', {}, [SLOT, { ...SLOT, start: '2030-01-07T11:00:00+01:00' }]],
	];
	const booking = (answer: unknown): [string, JsonObject, unknown] => [
		'Book_Appointment',
		{ Contact: 'c1', Start_Time: SLOT.start },
		answer,
	];

	test.each(['', '""', [{ ok: false }]])('cannot go on after %j', async (answer) => {
		const { text } = await ask(NOTE_FOR, [['Find_Contact', {}, answer]]);
		expect(text).toBe('Find_Contact said nothing, so I cannot go on.');
	});

	test('cannot go on after a refusal without advice', async () => {
		const answer = [
			{ ok: false, error: 'Book appointment: the time is not free', message: 'Sorry.' },
		];
		expect((await ask(WANT, [...known, booking(answer)])).text).toMatch(/do not know how to go on/);
	});

	test.each([
		'List the free times with Free Slot > Get Many.',
		'Get the free slots again.',
		'Call Find_Free_Times.',
	])('follows the advice "%s"', async (message) => {
		const said = await ask(WANT, [...known, booking([{ ok: false, error: 'Taken', message }])]);
		expect(said.tool).toBe('Find_Free_Times');
		expect(model.exchanges.at(-1)?.advised).toBe(true);
	});

	test('books another time after one was refused', async () => {
		const refused = booking([{ booked: false, reason: 'Taken', message: 'Get the free slots.' }]);
		const again = known[1] ?? booking([]);
		expect(await ask(WANT, [...known, refused, again])).toEqual({
			tool: 'Book_Appointment',
			args: { Contact: 'c1', Start_Time: '2030-01-07T11:00:00+01:00' },
		});
	});

	test('never repeats a write that may have happened', async () => {
		const answer = [{ ok: false, outcome: 'unknown', message: 'Call Book_Appointment again.' }];
		expect((await ask(WANT, [...known, booking(answer)])).text).toMatch(/^It may be done/);
	});

	test('stops when a person does not allow it', async () => {
		const answer = [{ output: 'User rejected the tool call to Book (id: 1). STOP' }];
		expect((await ask(WANT, [...known, booking(answer)])).text).toMatch(/did not allow/);
	});

	test('gives a time zone by its name after it was told how', async () => {
		const zoned = tool('Find_Free_Times', { Time_Zone: argument('string') });
		const message = 'Which times are free in Berlin time?';
		expect((await ask(message, [], [zoned])).args).toEqual({ Time_Zone: 'Berlin' });
		const answer = [{ ok: false, error: 'No such time zone', message: 'Use America/New_York.' }];
		const said = await ask(message, [['Find_Free_Times', {}, answer]], [zoned]);
		expect(said.args).toEqual({ Time_Zone: 'Europe/Berlin' });
	});

	test('takes a wrong ID until it is refused, if it is told to', async () => {
		model.habits.idOf = 'email';
		expect((await ask(NOTE_FOR)).args).toMatchObject({ Contact: 'maria@example.com' });
		const answer = [{ ok: false, error: 'No ID', message: 'Find the ID with Contact > Get Many.' }];
		expect(await ask(NOTE_FOR, [['Add_Note', {}, answer]])).toMatchObject({ tool: 'Find_Contact' });
	});

	test.each([
		['[]', 'nothing'],
		['[{"found":0,"message":"x"}]', 'nothing'],
		['[{"ok":false,"found":0,"error":"x","message":"y"}]', 'refused'],
		['[{"response":[{"id":"1"}]}]', 'done'],
		['[{"ok":false,"outcome":"unknown","message":"x"}]', 'unknown'],
		['Something went wrong', 'refused'],
		['""', 'silent'],
	])('reads %s as %s', (answer, kind) => {
		expect(readOutcome(answer).kind).toBe(kind);
	});
});
