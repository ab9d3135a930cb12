// Turns nodes of n8n's own HighLevel node into nodes of this package. Everything that the tables do not name is reported.
const { workflows, authentication } = $input.first().json;

const ACTIONS_NODE = 'n8n-nodes-base.highLevel';
const OURS = 'n8n-nodes-gohighlevel.';
const OLD_CREDENTIALS = ['highLevelOAuth2Api', 'highLevelApi'];

const isExpression = (value) => typeof value === 'string' && value.startsWith('=');
const isEmpty = (value) => value === undefined || value === null || value === '';
/** A value without its resource locator. */
const plain = (value) => (value?.__rl ? value.value : value);
const locate = (value) => ({ __rl: true, mode: 'id', value: plain(value) });
const without = (record, keys) =>
	Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
const list = (value) =>
	isExpression(value) || Array.isArray(value)
		? value
		: String(value)
				.split(',')
				.map((one) => one.trim())
				.filter(Boolean);

/** JavaScript that has the value of a parameter, for use inside an expression. */
function toCode(value) {
	if (!isExpression(value)) return JSON.stringify(value);
	const pieces = value.slice(1).split(/\{\{([^]*?)\}\}/);
	const code = pieces.map((piece, index) =>
		index % 2 === 1 ? `(${piece.trim()})` : piece && JSON.stringify(piece),
	);
	return code.filter(Boolean).join(' + ');
}

// Conversions of single parameters: they fill in the parameters of the new node, and say what to check.

const to =
	(path, convert = (value) => value) =>
	(value, node) => {
		if (!isEmpty(plain(value))) node.set(path, convert(value));
	};

/** A field that n8n's node empties when it is left empty; here that is said by name. */
const clears = (path, menu, key) => (value, node) => {
	if (isEmpty(plain(value))) node.add(menu, key);
	else to(path, path.endsWith('ssignedTo') ? locate : plain)(value, node);
};

/** Tags in the body of a call replace those that the contact has. */
function tags(value, node) {
	if (isEmpty(value) || value.length === 0) return;
	node.check(
		'Tags still replace all tags of the contact. To keep the others, set Tag Action to Add.',
	);
	if (isExpression(value)) {
		// Replacing by nothing would remove every tag.
		node.set('tags', value);
		node.set('tagAction', `={{ ${toCode(value)}?.length ? 'replace' : 'add' }}`);
	} else {
		node.set('tagAction', 'replace');
		node.set(Array.isArray(value) ? 'tags' : 'newTags', value);
	}
}

const customFields = (collection) => (value, node) => {
	const rows = value?.values ?? [];
	const isById = ({ fieldId }) => !isEmpty(plain(fieldId)) && !isExpression(plain(fieldId));
	const known = rows.filter(isById);
	const computed = rows.filter(({ fieldId }) => isExpression(plain(fieldId)));
	if (known.length > 0) {
		node.set('customFields', {
			mappingMode: 'defineBelow',
			value: Object.fromEntries(
				known.map(({ fieldId, fieldValue }) => [plain(fieldId), fieldValue ?? '']),
			),
			matchingColumns: [],
			schema: known.map(({ fieldId }) => ({
				id: plain(fieldId),
				displayName: fieldId.cachedResultName ?? plain(fieldId),
				required: false,
				defaultMatch: false,
				canBeUsedToMatch: false,
				display: true,
				removed: false,
			})),
		});
		node.check(
			'Open the node once and look at Custom Fields: choices and dates have inputs of their own.',
		);
	}
	if (computed.length > 0) {
		const entries = computed.map(
			({ fieldId, fieldValue }) =>
				`{ id: ${toCode(plain(fieldId))}, fieldValue: ${toCode(fieldValue ?? '')} }`,
		);
		node.set(`${collection}.customFieldsJson`, `={{ [${entries.join(', ')}] }}`);
	}
};

/** n8n's node writes a note of its own after the contact; here that is a node beside it. */
function note(value, node) {
	if (!isEmpty(value)) node.note = value;
}

function exampleName(path) {
	return (value, node) => {
		to(path)(value, node);
		if (value === 'e.g. John Deo') {
			node.check(
				`Full Name is "${value}", the example that n8n's node fills in. Remove it if nobody meant it.`,
			);
		}
	};
}

const SORT_FIELDS = { date_added: 'dateAdded', date_updated: 'dateUpdated' };
const sortRow = (node) => {
	if (!node.parameters.filters?.sort) {
		node.set('filters.sort', { by: [{ direction: 'desc', field: 'dateAdded' }] });
	}
	return node.parameters.filters.sort.by[0];
};
function sortBy(value, node) {
	sortRow(node).field = isExpression(value)
		? `={{ (${JSON.stringify(SORT_FIELDS)})[${toCode(value)}] }}`
		: SORT_FIELDS[value];
}
const order = (value, node) => void (sortRow(node).direction = value);

const done = (path) => (value, node) =>
	node.set(
		path,
		isExpression(value) ? `={{ ${toCode(value)} === 'completed' }}` : value === 'completed',
	);

/** The editor's date picker wants text. */
const date = (value) => {
	const text = String(value);
	return /^\d{11,14}$/.test(text) ? new Date(Number(text)).toISOString() : value;
};

function location(value, node) {
	if (authentication === 'oAuth2') to('subAccount', locate)(value, node);
	else if (!isEmpty(value)) {
		node.check(`The sub-account comes from the credential; the old node named ${String(value)}.`);
	}
}

const dropped = (title, why) => (value, node) => {
	if (value !== false && !isEmpty(value)) node.check(`${title} is left out: ${why}`);
};

const same = (from, into, names) =>
	Object.fromEntries(names.map((name) => [`${from}.${name}`, to(`${into}.${name}`)]));
const clearing = (from, menu, names) =>
	Object.fromEntries(
		names.map((name) => [`${from}.${name}`, clears(`${from}.${name}`, `${from}.${menu}`, name)]),
	);

// The tables: by path of a parameter of n8n's node, what becomes of it.

const contactId = to('contactId', locate);
const taskId = to('taskId', locate);
const paged = { returnAll: to('returnAll'), limit: to('limit') };

const CONTACT = {
	node: 'highLevelContacts',
	resource: 'contact',
	set: { simple: false },
	output:
		'The fields of the contact are those of the API version in the credential; v3 is the default.',
};
const GONE =
	'A deleted record comes out as { deleted: true } with its ID, in place of { success: true }.';
const TASK = {
	node: 'highLevelContacts',
	resource: 'task',
	output: 'The task stands at the top: read $json.id in place of $json.task.id.',
};
const CALENDARS = { node: 'highLevelCalendars' };

const ACTIONS = {
	'contact.create': {
		...CONTACT,
		operation: 'upsert',
		fields: {
			email: to('email'),
			phone: to('phone'),
			...same('additionalFields', 'additionalFields', [
				...['address1', 'city', 'dnd', 'postalCode', 'source', 'state', 'website'],
			]),
			'additionalFields.customFields': customFields('additionalFields'),
			'additionalFields.firstName': to('firstName'),
			'additionalFields.lastName': to('lastName'),
			'additionalFields.name': exampleName('additionalFields.name'),
			'additionalFields.notes': note,
			'additionalFields.tags': tags,
			'additionalFields.timezone': to('additionalFields.timezone', plain),
		},
	},
	'contact.delete': {
		...CONTACT,
		operation: 'delete',
		set: {},
		fields: { contactId },
		output: GONE,
	},
	'contact.get': { ...CONTACT, operation: 'get', fields: { contactId } },
	'contact.getAll': {
		...CONTACT,
		operation: 'getAll',
		defaults: { returnAll: false, limit: 50 },
		fields: {
			...paged,
			'filters.query': (value, node) => {
				to('filters.query')(value, node);
				node.check(
					'Search Text looks in the fields that the sub-account has made searchable. For an exact email, phone or tag use Conditions.',
				);
			},
			'options.sortBy': sortBy,
			'options.order': order,
		},
		// The old list shows the newest first.
		finish: (node) => void (node.parameters.returnAll === true || sortRow(node)),
	},
	'contact.lookup': {
		...CONTACT,
		operation: 'findDuplicate',
		fields: { email: to('email'), phone: to('phone') },
		output: 'One item with "found" and the contact, in place of a list.',
	},
	'contact.update': {
		...CONTACT,
		operation: 'update',
		fields: {
			contactId,
			...clearing('updateFields', 'clearFields', [
				...['address1', 'city', 'email', 'firstName', 'lastName', 'phone', 'postalCode', 'state'],
				...['timezone', 'website'],
			]),
			'updateFields.customFields': (value, node) => {
				customFields('updateFields')(value, node);
				node.check(
					"n8n's node sent custom fields of an update in a form that HighLevel does not read. This node writes them.",
				);
			},
			'updateFields.dnd': to('updateFields.dnd'),
			'updateFields.name': exampleName('updateFields.name'),
			'updateFields.tags': tags,
		},
	},
	'task.create': {
		...TASK,
		operation: 'create',
		defaults: { completed: false },
		fields: {
			contactId,
			title: to('taskTitle'),
			dueDate: to('dueDate'),
			completed: to('completed'),
			'additionalFields.assignedTo': to('additionalFields.taskAssignedTo', locate),
			'additionalFields.body': to('additionalFields.taskBody'),
			// Version 1
			'additionalFields.description': to('additionalFields.taskBody'),
			'additionalFields.status': done('completed'),
		},
	},
	'task.delete': { ...TASK, operation: 'delete', fields: { contactId, taskId }, output: GONE },
	'task.get': { ...TASK, operation: 'get', fields: { contactId, taskId } },
	'task.getAll': {
		...TASK,
		operation: 'getAll',
		defaults: { returnAll: false, limit: 20 },
		fields: { contactId, ...paged },
		output: undefined,
	},
	'task.update': {
		...TASK,
		operation: 'update',
		fields: {
			contactId,
			taskId,
			'updateFields.assignedTo': clears(
				'updateFields.taskAssignedTo',
				'updateFields.clearTaskFields',
				'assignedTo',
			),
			'updateFields.body': clears('updateFields.taskBody', 'updateFields.clearTaskFields', 'body'),
			'updateFields.completed': to('updateFields.completed'),
			'updateFields.dueDate': to('updateFields.dueDate'),
			'updateFields.title': to('updateFields.taskTitle'),
			// Version 1
			'updateFields.description': to('updateFields.taskBody'),
			'updateFields.status': done('updateFields.completed'),
		},
	},
	'calendar.bookAppointment': {
		...CALENDARS,
		resource: 'appointment',
		operation: 'create',
		fields: {
			calendarId: to('calendarId', locate),
			locationId: location,
			contactId,
			startTime: to('startTime'),
			...same('additionalFields', 'additionalFields', [
				...['address', 'appointmentStatus', 'endTime', 'ignoreDateRange', 'title', 'toNotify'],
			]),
			'additionalFields.assignedUserId': to('additionalFields.assignedUserId', locate),
		},
	},
	'calendar.getFreeSlots': {
		...CALENDARS,
		resource: 'freeSlot',
		operation: 'getAll',
		set: { returnAll: true, 'options.rawOutput': true },
		fields: {
			calendarId: to('calendarId', locate),
			startDate: to('startDate', date),
			endDate: to('endDate', date),
			'additionalFields.timezone': to('filters.timezone'),
			'additionalFields.userId': to('filters.userId', locate),
			'additionalFields.userIds': (value, node) =>
				to('filters.userIds', list)(value?.userIds, node),
			'additionalFields.enableLookBusy': dropped(
				'Apply Look Busy',
				"HighLevel's reference does not have it; the calendar's own setting counts.",
			),
		},
	},
};
const DEFAULT_OPERATION = { contact: 'create', task: 'create', calendar: 'bookAppointment' };
const COLLECTIONS = ['additionalFields', 'updateFields', 'filters', 'options'];
/** Parameters of a tool that say what it is for. */
const KEPT = ['descriptionType', 'toolDescription'];

class Draft {
	constructor() {
		this.parameters = {};
		this.checks = [];
	}

	set(path, value) {
		const keys = path.split('.');
		const last = keys.pop();
		let target = this.parameters;
		for (const key of keys) target = target[key] ??= {};
		target[last] = value;
	}

	add(path, value) {
		const [collection, key] = path.split('.');
		const group = (this.parameters[collection] ??= {});
		group[key] = [...(group[key] ?? []), value];
	}

	check(text) {
		if (!this.checks.includes(text)) this.checks.push(text);
	}
}

/** The parameters of a node by path, with those of its collections one by one. */
function byPath(parameters) {
	return Object.entries(parameters).flatMap(([name, value]) =>
		COLLECTIONS.includes(name) && value !== null && typeof value === 'object'
			? Object.entries(value).map(([key, one]) => [`${name}.${key}`, one])
			: [[name, value]],
	);
}

const isToolType = (type) => type === `${ACTIONS_NODE}Tool`;
const isOld = ({ type }) => type === ACTIONS_NODE || isToolType(type);

function actionOf({ parameters = {} }) {
	const { resource = 'contact', operation = DEFAULT_OPERATION[resource] } = parameters;
	return `${resource}.${operation}`;
}

function whyLeft(node) {
	if (isOld(node)) {
		if (ACTIONS[actionOf(node)]) return undefined;
		return node.parameters?.resource === 'opportunity'
			? 'Opportunities belong to another API of HighLevel. Keep the node; both can stand in one workflow.'
			: `The action ${actionOf(node)} is not known.`;
	}
	const wanted = node.parameters?.nodeCredentialType;
	return OLD_CREDENTIALS.includes(wanted)
		? "It sends requests of its own with the credential of n8n's HighLevel node."
		: undefined;
}

function convertNode(node) {
	const action = ACTIONS[actionOf(node)];
	const given = without(node.parameters ?? {}, ['resource', 'operation']);
	const draft = new Draft();
	draft.parameters = { authentication, resource: action.resource, operation: action.operation };
	for (const [path, value] of Object.entries(action.set ?? {})) draft.set(path, value);
	for (const [path, value] of byPath({ ...action.defaults, ...given })) {
		const convert = action.fields[path];
		if (convert) convert(value, draft);
		else if (KEPT.includes(path)) draft.set(path, value);
		else draft.check(`The parameter ${path} is left out: there is none like it.`);
	}
	action.finish?.(draft);
	if (node.retryOnFail) {
		draft.check(
			'Retry On Fail repeats every item of the node. The new node keeps to the rate limit and repeats what is safe by itself, so switch it off.',
		);
	}
	if (Number(node.typeVersion) === 1) {
		draft.check(
			"The old node is version 1, for HighLevel's API 1.0, which has no counterpart of an API key: choose a new credential.",
		);
	}
	const credentials = without(node.credentials ?? {}, OLD_CREDENTIALS);
	const converted = {
		...without(node, ['credentials']),
		type: OURS + action.node + (isToolType(node.type) ? 'Tool' : ''),
		typeVersion: 1.1,
		parameters: draft.parameters,
		...(Object.keys(credentials).length > 0 ? { credentials } : {}),
	};
	return { converted, draft, action };
}

/** Without these n8n makes a workflow of its own, and does not overwrite the exported one. */
const OWN_KEYS = ['id', 'versionId', 'activeVersionId', 'activeVersion', 'active', 'shared'];

function convert(given) {
	const report = { workflow: given.name ?? 'Copied nodes', converted: [], left: [] };
	const nodes = given.nodes.map((node) => {
		const why = whyLeft(node);
		if (why) report.left.push({ node: node.name, why });
		if (why || !isOld(node)) return node;
		const { converted, draft, action } = convertNode(node);
		report.converted.push({
			node: node.name,
			from: actionOf(node),
			to: `${action.resource}.${action.operation}`,
			check: draft.checks,
			output: action.output,
			note: draft.note,
		});
		return converted;
	});
	const workflow = { ...without(given, OWN_KEYS), nodes, connections: given.connections ?? {} };
	return { json: { workflow, report } };
}

return workflows.map(convert);
