// Adds what a conversion needs around the nodes, and writes the report and the file.
const { authentication } = $('Read the Export').first().json;

const isExpression = (value) => typeof value === 'string' && value.startsWith('=');

/** The node before, if there is exactly one. */
function onlyNodeBefore(name, connections) {
	const before = Object.entries(connections).filter(([, { main = [] }]) =>
		main.some((output) => output?.some((one) => one.node === name)),
	);
	return before.length === 1 ? before[0][0] : undefined;
}

/** An expression of a node as it must read behind it; undefined where it cannot. */
function behind(value, name, connections) {
	if (!isExpression(value)) return value;
	if (/\$(input|binary|itemIndex|prevNode|runIndex)\b/.test(value)) return undefined;
	if (!/\$json\b/.test(value)) return value;
	const before = onlyNodeBefore(name, connections);
	return (
		before && value.replace(/\$json\b/g, () => `$('${before.replace(/'/g, "\\'")}').item.json`)
	);
}

/** The nodes that read the output of one: those right behind it, and those that name it. */
function readersOf(name, { nodes, connections }) {
	const next = (connections[name]?.main ?? []).flat().map((one) => one?.node);
	const names = [`$('${name}')`, `$("${name}")`, `$node["${name}"]`, `$items("${name}"`];
	return nodes
		.filter((node) => {
			const text = JSON.stringify(node.parameters ?? {}).replace(/\\"/g, '"');
			return (
				names.some((one) => text.includes(one)) ||
				(next.includes(node.name) && /\$json\b|\$input\b/.test(text))
			);
		})
		.map((node) => node.name);
}

function noteNode(node, text, nodes) {
	const [x, y] = node.position;
	let name = `${node.name}: Note`;
	while (nodes.some((one) => one.name === name)) name += ' 2';
	return {
		id: `${node.id}-note`,
		name,
		type: 'n8n-nodes-gohighlevel.highLevelContacts',
		typeVersion: 1.1,
		// Above, so that n8n runs it first.
		position: [x + 208, y - 192],
		parameters: {
			authentication,
			resource: 'note',
			operation: 'create',
			contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			noteBody: text,
		},
		...(node.onError ? { onError: node.onError } : {}),
	};
}

/** Writes the note of a contact in a node beside it; says what to do where the text cannot be taken over. */
function addNote(workflow, node, note) {
	const text = node.type.endsWith('Tool')
		? undefined
		: behind(note, node.name, workflow.connections);
	if (text === undefined) return `Add a node Note > Create behind it, with the text ${note}`;
	const beside = noteNode(node, text, workflow.nodes);
	workflow.nodes.push(beside);
	const outputs = ((workflow.connections[node.name] ??= {}).main ??= []);
	outputs[0] = [...(outputs[0] ?? []), { node: beside.name, type: 'main', index: 0 }];
	return `The node "${beside.name}" writes the note.`;
}

function finish({ workflow: given, report }) {
	const workflow = JSON.parse(JSON.stringify(given));
	const converted = report.converted.map(({ output, note, check, ...entry }) => {
		const readers = readersOf(entry.node, given);
		const checks = [...check];
		if (output && readers.length > 0) {
			checks.push(`Its output is read by ${readers.join(', ')}. ${output}`);
		}
		if (note !== undefined) {
			const node = workflow.nodes.find(({ name }) => name === entry.node);
			checks.push(addNote(workflow, node, note));
		}
		return { ...entry, check: checks };
	});
	return { workflow, report: { ...report, converted } };
}

function toText({ workflow, converted, left }) {
	return [
		`${workflow}: ${converted.length} converted, ${left.length} left as they are`,
		...converted.flatMap(({ node, from, to, check }) => [
			`✓ ${node}: ${from} is now ${to}`,
			...check.map((one) => `   ! ${one}`),
		]),
		...left.map(({ node, why }) => `– ${node}: ${why}`),
	].join('\n');
}

const results = $input.all().map(({ json }) => finish(json));
const workflows = results.map(({ workflow }) => workflow);
// n8n's form takes a file for Latin text, so other characters are escaped.
const file = JSON.stringify(workflows.length === 1 ? workflows[0] : workflows, null, 2).replace(
	/[\u0080-\uffff]/g,
	(one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
);
const CREDENTIAL = 'Then choose your credential in each converted node.';

return [
	{
		json: {
			workflows,
			report: results.map(({ report }) => report),
			text: [...results.map(({ report }) => toText(report)), CREDENTIAL].join('\n\n'),
		},
		binary: {
			data: {
				data: Buffer.from(file, 'latin1').toString('base64'),
				mimeType: 'application/json',
				fileName: 'converted-workflow.json',
			},
		},
	},
];
