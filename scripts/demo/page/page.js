/** The start page: shows what the server sends, and sends what people change. */

const $ = (id) => document.getElementById(id);
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
/** How long a changed record stays marked, in milliseconds. */
const MARKED_MS = 30_000;

const STATUS = { success: 'succeeded', error: 'failed', crashed: 'crashed', canceled: 'canceled' };

/** An element with properties and children; texts stay texts. */
function make(tag, properties = {}, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children.filter((child) => child !== undefined));
	return element;
}

/** Calls `draw` if `value` differs from what it was last time. */
function onChange(draw) {
	let before;
	return (value) => {
		const text = JSON.stringify(value) ?? '';
		if (text === before) return;
		before = text;
		draw(value);
	};
}

/** Sends a change. @returns what the server says, and whether it was done */
async function send(path, body) {
	try {
		const response = await fetch(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const { message } = await response.json();
		return { ok: response.ok, message };
	} catch {
		return { ok: false, message: 'The demo does not answer. Check that it still runs.' };
	}
}

// Templates

function linkOut(href, text) {
	return make('a', { href, target: '_blank', rel: 'noopener' }, text);
}

function runItem({ id, status, startedAt, link }) {
	const text = `Run ${id} ${STATUS[status] ?? status}, ${CLOCK.format(startedAt)}`;
	return make('li', { className: `run ${status}` }, linkOut(link, text));
}

function stateText({ state, tookMs, reason }) {
	if (state === 'queued') return 'Waiting for the change before';
	if (state === 'waiting') return 'Waiting for the result';
	if (state === 'arrived') return `Arrived after ${(tookMs / 1000).toFixed(1)} s`;
	return reason;
}

function outcomeTable({ where, before, after }) {
	const heading = (text, scope) => make('th', { scope }, text);
	const rows = Object.entries(after).map(([label, value]) => {
		const isNew = before[label] !== value;
		return make(
			'tr',
			{},
			heading(label, 'row'),
			make('td', {}, before[label] ?? 'none'),
			make('td', {}, isNew ? make('mark', {}, value) : value),
		);
	});
	return make(
		'table',
		{},
		make('caption', {}, where),
		make('thead', {}, make('tr', {}, make('td'), heading('Before', 'col'), heading('Now', 'col'))),
		make('tbody', {}, ...rows),
	);
}

/** Makes a template's card. @returns a function that shows its newest state */
function makeCard({ file, name, link, sentence, button }) {
	const press = make('button', { type: 'button' }, button);
	const said = make('p', { className: 'said' });
	said.setAttribute('role', 'status');
	const state = make('p', {});
	state.setAttribute('role', 'status');
	const outcome = make('div', { className: 'outcome', hidden: true });
	const table = make('div');
	const did = make('p');
	outcome.append(did, state, table);
	const runs = make('ul', { className: 'runs' });
	runs.setAttribute('aria-label', `Last runs of ${name}`);
	const title = linkOut(link, name);
	const card = make(
		'li',
		{ className: 'card' },
		make('h3', {}, title),
		make('p', {}, sentence),
		press,
		said,
		outcome,
		runs,
	);
	card.dataset.template = file;
	press.addEventListener('click', async () => {
		press.disabled = true;
		const { ok, message } = await send('/start', { template: file });
		said.textContent = ok ? '' : message;
		said.classList.toggle('bad', !ok);
		if (!ok) press.disabled = false;
	});
	$('cards').append(card);

	const drawRuns = onChange((list) => runs.replaceChildren(...list.map(runItem)));
	const drawOutcome = onChange((now) => {
		outcome.hidden = now === undefined;
		if (now === undefined) return;
		did.textContent = now.did;
		state.className = `state ${now.state}`;
		if (state.textContent !== stateText(now)) state.textContent = stateText(now);
		table.replaceChildren(...(now.state === 'queued' ? [] : [outcomeTable(now)]));
	});
	return (template, isReady) => {
		title.href = template.link;
		drawRuns(template.runs);
		drawOutcome(template.outcome);
		press.disabled = !isReady || ['queued', 'waiting'].includes(template.outcome?.state);
	};
}

const cards = new Map();
const drawOthers = onChange((others) => {
	$('others').hidden = others.length === 0;
	$('other-list').replaceChildren(
		...others.map(({ name, link }) => make('li', {}, linkOut(link, name))),
	);
});

function drawTemplates(templates, isReady) {
	for (const template of templates) {
		if (template.button === undefined) continue;
		if (!cards.has(template.file)) cards.set(template.file, makeCard(template));
		cards.get(template.file)(template, isReady);
	}
	drawOthers(
		templates
			.filter(({ button }) => button === undefined)
			.map(({ name, link }) => ({ name, link })),
	);
}

// Services

/**
 * Makes an item of a list; what differs from `before` is marked.
 *
 * @param before the record as it was; undefined marks nothing, null is for a record that is new
 */
function rowItem({ title, lines = [], tags = [] }, before) {
	const isNew = (kind, text) => before !== undefined && !before?.[kind]?.includes(text);
	const marked = (kind, text) => (isNew(kind, text) ? make('mark', {}, text) : text);
	const isTitleNew = before === null || (before !== undefined && before.title !== title);
	const tagItem = (tag) => make('li', { className: isNew('tags', tag) ? 'changed' : '' }, tag);
	return make(
		'li',
		{ className: before === undefined ? '' : 'changed' },
		make('div', {}, isTitleNew ? make('mark', {}, title) : title),
		...lines
			.filter(Boolean)
			.map((line) => make('div', { className: 'line' }, marked('lines', line))),
		tags.length === 0 ? undefined : make('ul', { className: 'tags' }, ...tags.map(tagItem)),
	);
}

/** Whether changes are marked: not before the demo has set everything up. */
let isMarking = false;

/** Makes a list of records. @returns a function that shows the newest ones and marks what is new or changed */
function makeSection(parent, { title, isFolded }) {
	const count = make('span', { className: 'count' });
	const list = make('ul', { className: 'rows' });
	const details = make('details', {}, make('summary', {}, title, count), list);
	parent.append(details);
	const known = new Map();
	return onChange((rows) => {
		const isShort = rows.every(({ lines, tags }) => lines === undefined && tags === undefined);
		list.className = isShort ? 'tags' : 'rows';
		if (!isFolded && rows.length > 0 && list.children.length === 0) details.open = true;
		count.textContent = rows.length === 0 ? 'none' : String(rows.length);
		const items = rows.map((row) => {
			const text = JSON.stringify(row);
			const old = known.get(row.id);
			if (old?.text === text) return old.item;
			// A second change does not unmark the first, so a marked record keeps what it was before.
			const isMarked = old !== undefined && 'before' in old;
			const before = isMarked ? old.before : (old?.row ?? null);
			const item = rowItem(row, isMarking ? before : undefined);
			if (isMarking) {
				setTimeout(() => {
					if (known.get(row.id)?.item !== item) return;
					const plain = rowItem(row);
					item.replaceWith(plain);
					known.set(row.id, { text, row, item: plain });
				}, MARKED_MS);
			}
			known.set(row.id, { text, row, item, ...(isMarking ? { before } : {}) });
			return item;
		});
		for (const id of known.keys()) if (!rows.some((row) => row.id === id)) known.delete(id);
		list.replaceChildren(...items);
	});
}

/** Makes a field of a form. @returns the label, and a function that shows the newest choices */
function makeField({ name, label, kind = 'text', value = '', optional = false }) {
	const isSelect = kind === 'select';
	const input = isSelect
		? make('select', { name })
		: make('input', { name, type: kind, defaultValue: value, required: !optional });
	if (!isSelect) input.autocomplete = 'off';
	const draw = onChange((options = []) => {
		const chosen = input.value;
		input.replaceChildren(
			...options.map((option) => make('option', { value: option.value }, option.label)),
		);
		if (options.some((option) => option.value === chosen)) input.value = chosen;
		if (options.length === 0) input.append(make('option', { value: '' }, 'none'));
	});
	return {
		element: make('label', {}, label, input),
		draw: isSelect ? draw : () => {},
	};
}

/** Makes the form of a change. @returns a function that shows the newest choices */
function makeAction(parent, service, said, { name, title, fields }) {
	const made = fields.map(makeField);
	const form = make(
		'form',
		{},
		...made.map(({ element }) => element),
		make('button', { type: 'submit' }, title),
	);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const input = Object.fromEntries(new FormData(form));
		const { ok, message } = await send('/change', { service, action: name, input });
		said.textContent = message;
		said.classList.toggle('bad', !ok);
		if (ok) for (const field of form.querySelectorAll('input')) field.value = field.defaultValue;
	});
	parent.append(make('details', {}, make('summary', {}, title), form));
	return (newest) => made.forEach(({ draw }, index) => draw(newest.fields[index].options));
}

/** Makes a service's column. @returns a function that shows its newest state */
function makeService({ key, name, url, sections, actions }) {
	const calls = make('span');
	const said = make('p', { className: 'said' });
	said.setAttribute('role', 'status');
	const changes = make('details', { className: 'changes' });
	changes.append(make('summary', {}, 'Make a change'), said);
	const column = make('article', { className: 'service', id: key });
	const heading = make('h3', { id: `${key}-title` }, name);
	column.setAttribute('aria-labelledby', heading.id);
	column.append(heading, make('p', {}, make('code', {}, url), ', ', calls), changes);
	$('services').append(column);
	const drawActions = actions.map((action) => makeAction(changes, key, said, action));
	const drawSections = sections.map((section) => makeSection(column, section));
	return (service) => {
		calls.textContent = `${service.calls} calls`;
		drawActions.forEach((draw, index) => draw(service.actions[index]));
		drawSections.forEach((draw, index) => draw(service.sections[index].rows));
	};
}

const services = new Map();

function draw({ phase, problem, n8n, templates, services: list }) {
	const isReady = phase === '' && n8n.isRunning;
	$('phase').textContent = phase === '' ? problem : `${phase} …`;
	$('email').textContent = n8n.email;
	$('password').textContent = n8n.password;
	drawTemplates(templates, isReady);
	for (const service of list) {
		if (!services.has(service.key)) services.set(service.key, makeService(service));
		services.get(service.key)(service);
	}
	document.body.dataset.ready = String(isReady);
	isMarking = isReady;
}

const live = new EventSource('/live');
live.addEventListener('message', ({ data }) => draw(JSON.parse(data)));
live.addEventListener('error', () => {
	$('phase').textContent = 'The demo does not answer. This page connects again when it runs.';
});
